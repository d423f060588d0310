import type { HelpWords } from './help.ts';

export const japaneseHelp: HelpWords = {
  program: 'RFC 3161 タイムスタンプトークンを取得し、ハッシュ値・署名・公開鍵証明書の失効・TSTの失効まで検証します。',
  usage: '<サブコマンド> [オプション]',
  titles: { 'Usage:': '使い方:', 'Options:': 'オプション:', 'Arguments:': '引数:', 'Commands:': 'サブコマンド:' },
  usages: {
    stamp: '[オプション] <file...>',
    verify: '[オプション] <file> [token]',
    audit: '[オプション] <フォルダ | マニフェスト | ->...',
    inspect: '[オプション] <file>',
    profile: '<list | show | add | edit | check | remove> [オプション]',
    trust: 'import [オプション] <source>',
    repo: '<sync | review | history> [オプション]',
    cache: '[オプション] <list|clear>',
    login: '[オプション] [name]',
    logout: '[オプション] <name>',
    ledger: '<list|show|export|usage|check> [オプション]',
    completion: '[オプション] <bash | zsh | fish | powershell>',
    lab: '[オプション] [demo]',
  },
  help: 'このヘルプを表示',
  version: '版を表示',
  verbs: {
    stamp: 'ファイルごとにタイムスタンプトークンを取得し、検証してファイルの隣に保存する',
    verify: 'タイムスタンプトークンをファイルと照合して検証する',
    audit: '保管庫全体を一度に検証し、報告書を作成する（一括検証）',
    inspect: 'トークン、要求、証明書、CRL、OCSP応答の内容を表示する（判定はしない）',
    profile: 'プロバイダとの取り決め（アドレス、信頼点、上限、日付）を管理する',
    trust: 'プロバイダの証明書をプロファイルに取り込む',
    ledger: '時刻認証局への要求の台帳を一覧・表示・出力・集計・点検する',
    repo: 'プロバイダが公表する失効トークンの情報を取得し、確認する',
    cache: '取得して保存したCA証明書、CRL、OCSP応答を一覧表示又は消去する',
    login: 'サービスのパスワードなどの認証情報を、キーチェーン又は本人専用のファイルに保存する',
    logout: '保存した認証情報を削除する',
    lab: '試用とテストのための時刻認証局をこのコンピュータで動かす',
    completion: 'サブコマンド、オプション、値をシェルで補完するスクリプトを出力する',
  },
  examples: {
    program: `
例:
  tst profile add seiko                            事業者との契約内容を登録
  tst stamp --profile seiko 契約書.pdf
  tst verify 契約書.pdf
  tst repo sync                                    毎日: 事業者の公表内容を確認
  tst stamp --tsa https://tsa.example/tsr --trust root.pem --skip tst-revocation 契約書.pdf
  tst verify --trust root.pem --skip tst-revocation 契約書.pdf
  tst audit 保管庫/                                保管庫のすべてのトークン
  tst inspect 契約書.pdf.tsr
  tst lab demo

失効したトークンのリスト（プロファイルのもの、又は指定したもの）がない場合、その確認は判定不能（終了コード2）のままです。

終了コード: 0 有効又は完了、1 無効、2 判定不能、64 使い方の誤り、65 入力を読み取れない、66 入力がない、
  69 サービスに接続できない、70 内部エラー、73 出力先が既にある又は書き込めない、76 拒否された又は
  タイムスタンプ応答でない、77 認証情報などの拒否、78 設定の誤り`,
    verify: `
例:
  tst verify 契約書.pdf                            プロファイルを使う場合（tst profile add を参照）
  tst verify --trust root.pem --tst-revocation-list https://provider.example/revoked.json 契約書.pdf
  tst verify --trust root.pem --skip tst-revocation 契約書.pdf
  tst verify --trust root.pem --skip tst-revocation --certs ca.pem 契約書.pdf proof.tst
  tst verify --trust root.pem --skip tst-revocation --at gentime --json 契約書.pdf
  tst verify --trust root.pem --skip tst-revocation --offline --crl crls/ 契約書.pdf
  tst verify --trust root.pem --skip tst-revocation --save-evidence evidence.zip 契約書.pdf
  tst verify --trust root.pem --skip tst-revocation --evidence evidence.zip --at 2026-11-24T09:00:00.123Z 契約書.pdf
  tst verify --trust root.pem --skip tst-revocation --digest "sha256:$(sha256sum < 契約書.pdf | cut -c1-64)" 契約書.pdf.tsr
  cat 契約書.pdf | tst verify --trust root.pem --skip tst-revocation - 契約書.pdf.tsr

[token] を省略すると、契約書.pdf.tsr、契約書.pdf.tst、契約書.tsr、契約書.tst の順に探します。
失効したトークンのリスト（プロファイルのもの、又は指定したもの）がない場合、その確認は判定不能（終了コード2）のままです。

終了コード: 0 有効、1 無効、2 判定不能、64 以上: 判定に至らない`,
    stamp: `
例:
  tst stamp --profile seiko 契約書.pdf
  tst stamp --profile seiko --resume --out-dir tokens *.pdf
  tst stamp --profile seiko --fallback-profile other 契約書.pdf
  tst stamp --profile seiko --profile other 契約書.pdf      契約書.pdf.seiko.tsr と 契約書.pdf.other.tsr を取得
  tst stamp --tsa https://tsa.example/tsr --trust root.pem --skip tst-revocation 契約書.pdf
  TST_PASSWORD=… tst stamp --tsa https://tsa.example/tsr --trust root.pem --skip tst-revocation --user alice 契約書.pdf
  tst stamp --query-only 契約書.pdf

アドレス、秘密情報（\`tst login\`）、ハッシュ関数、ポリシー、信頼点、要求間隔、再試行、契約数量はプロファイルに従い、オプションの
指定が優先します。プロファイルが一つだけで --tsa がなければ、指定しなくてもそれを使います。同じ要求を繰り返すのは、
トークンが発行された可能性のない場合だけです。要求は送信前に台帳に記録します（\`tst ledger list\`）。異常終了の後は、
同じコマンドに --resume を付けて実行してください。

--query-only は 契約書.pdf.tsq を書きます。--digest を指定すると、そのハッシュ値が対象です。<file> は出力の名前だけを
示し、その名前のファイルがある場合はハッシュ値の一致が必要です。
無効と判定したトークンは .rejected として残します（終了コード1）。読み取れなくてもトークンを含み得る応答も同様です。
プロキシは HTTP_PROXY、HTTPS_PROXY、NO_PROXY に従います。シグナルを受けると処理中のファイルを終えます（終了コード 128＋シグナル番号）。
失効したトークンのリスト（プロファイルのもの、又は指定したもの）がない場合、その確認は判定不能（終了コード2）のままです。`,
    audit: `
例:
  tst audit 保管庫/
  tst audit --fiscal-year 2025 --report html=audit.html --report csv=audit.csv 保管庫/
  tst audit --from 2025-04-01 --to 2025-06-30 --tz Asia/Tokyo --trust root.pem --crl crls/ --skip tst-revocation 保管庫/
  tst audit --resume 保管庫/                       中断した検証を続ける
  tst audit --changed --renew-within 365 保管庫/
  tst audit --tokens 証明/ --include '*.pdf' 書類/
  tst audit --files --fail-on orphan release/*.zip どのファイルにも有効なトークンがあること
  tst audit diff                                   前回の検証から変わったもの

トークンは対象ファイルと同じ場所にあるものを探します: x.pdf.tsr、x.pdf.tst、x.pdf.<任意>.tsr、x.tsr、x.tst。別の名前は
--pattern で指定します。マニフェスト（.csv、.jsonl、標準入力は -）には path、token、digest の列又はキーを設け、パスは
マニフェストのあるフォルダを基準に書きます。
期間は --tz における genTime の日付で数え、両端の日を含みます。期間外のトークンの対象ファイルは読みません。トークンの
ないファイルと、時刻を読み取れないトークンは、期間にかかわらず示します。対象ファイルのないトークンも示します。
判定結果は、得られるたびにデータフォルダの audits/ に記録されます。強制終了、ディスクの空き不足、Ctrl-C の後は、同じ
コマンドに --resume を付けて実行してください。サブコマンドの説明は \`tst audit <diff|list|report> --help\` にあります。
サブコマンドと同名のフォルダは ./diff のように指定してください。

終了コード: 0 すべて有効、1 無効なものがある、2 判定不能なものがある、又は --fail-on で指定した場合にトークン若しくは
対象ファイルのないもの・期限の近いものがある、64 以上 検証が完了していない、シグナルの後は 128 + シグナル番号。`,
    inspect: `
例:
  tst inspect 契約書.pdf.tsr
  tst inspect --json root.pem

各行: バイト位置、フィールド、型、値。壊れた入力は読めるところまで表示します。`,
    profile: `
例:
  tst profile add seiko
  tst trust import certificates.zip --profile seiko
  tst profile check seiko

一つのプロバイダにつき TOML 又は JSON のファイル一つを、設定フォルダの profiles/<名前>.toml に置きます。設定フォルダは
~/.config/tst、macOS では ~/Library/Application Support/tst、Windows では %APPDATA%\\tst です（TST_CONFIG_DIR で変更可）。
リポジトリに含まれるプロファイル（.tst/profiles）は、--profile-dir .tst/profiles と指定したときだけ使います。
各サブコマンドの説明は \`tst profile add --help\` などで確認できます。`,
    trust: `
例:
  tst trust import certificates.zip --profile seiko

詳しくは \`tst trust import --help\` で確認できます。`,
    ledger: `
例:
  tst ledger list --from 2024-04-01 --to 2025-03-31
  tst ledger show 契約書.pdf
  tst ledger export > ledger.csv
  tst ledger usage
  tst ledger check --files

詳しくは \`tst ledger <サブコマンド> --help\` を参照してください。台帳は、このシステムのデータ用フォルダ又は TST_DATA_DIR の
ledger.sqlite です。
終了コード: 0 完了、1 シリアル番号の重複又は（check --files）ファイルの欠落・変更、66 台帳又は記録がない、73 台帳の破損、
78 プロファイルの誤り`,
    repo: `
例:
  tst repo sync
  tst repo review --profile seiko
  tst repo history

詳しくは \`tst repo <verb> --help\` で確認できます。`,
    cache: `
例:
  tst cache list
  tst cache clear
  tst cache clear --older-than 90

保存したものは、使うたびに取得直後と同じように検証します。最新の応答に現れなくなった失効を、以前の応答が示すことが
あります。消去は、容量を空けたいときだけにしてください。
保存先は、このシステムのキャッシュ用フォルダ、又は TST_CACHE_DIR です。`,
    login: `
例:
  tst login seiko                          ユーザー名とパスワードを尋ねる（パスワードは表示しない）
  tst login seiko --user alice --password-stdin < password.txt
  printf '%s\\n' "$USER_ID" "$PASSWORD" | tst login seiko --password-stdin
  tst login other --kind bearer            トークン。header はヘッダの値、client-certificate はパスフレーズ
  tst login --list                         名前と保存先だけを表示する

保存先はキーチェーン（macOS キーチェーン、Windows 資格情報マネージャー、Secret Service）です。ない場合は本人だけが読める
ファイルに保存します。プロファイルは認証情報を名前で指定します。保存したものより環境変数を優先します:
TST_SECRET_<名前>_USER と _PASSWORD、又は _TOKEN、_VALUE、_PASSPHRASE（名前は大文字、- と . は _ にする）`,
    logout: `
例:
  tst logout seiko`,
    completion: `
例:
  eval "$(tst completion bash)"                                  ~/.bashrc に書く
  tst completion bash > ~/.local/share/bash-completion/completions/tst
  tst completion zsh > ~/.zfunc/_tst                             ~/.zshrc の compinit より前に fpath+=~/.zfunc
  tst completion fish > ~/.config/fish/completions/tst.fish
  tst completion powershell | Out-String | Invoke-Expression     $PROFILE に書く

補完されるのはこの版のサブコマンド、オプション、値です。更新後は書き出し直してください。説明は --lang の言語になります。`,
    lab: `
例:
  tst lab                                  空いているポートで動かす（Ctrl-C で終了）
  tst lab --port 8318 --dir lab            鍵と証明書を lab に保存
  tst lab --profile seiko --fault nonce-wrong
  tst lab --revoke tsu:superseded          証明書を失効させる（CRLとOCSPに反映）
  tst lab demo                             取得、検証、1バイト変更、再検証を実演`,
  },
  arguments: {
    file: 'タイムスタンプの対象ファイル。- は標準入力（--digest のときはトークン）',
    token: 'トークン。省略時はファイル名に .tsr 又は .tst を付けた名前、又は拡張子をそれに替えた名前。- は標準入力',
    files: '対象ファイル。--digest のときは出力の名前を一つだけ',
    inspected: 'DER、PEM、Base64 のファイル。- は標準入力',
    cached: 'list: 保存したものの一覧、clear: 消去',
    secret: '認証情報の名前（プロファイルで指定するもの）。英数字と -、_、.',
    shell: 'bash、zsh、fish、powershell',
    demo: 'demo: 専用の時刻認証局で主な流れを実演して終わる',
  },
  options: {
    trust: '信頼点とするルート証明書: PEM又はDERのファイル、フォルダ、ZIP、又は bundled、system（繰り返し可）',
    trustAny: '--trust と同様。ルートでない証明書も信頼点とする（繰り返し可）',
    certs: '認証パス構築用の証明書。それ自体は信頼しない（繰り返し可）',
    request: '送信した要求。ナンス、ポリシー、ハッシュ値を照合する',
    digest: 'ファイルの代わりに使うハッシュ値: sha256:<16進数>',
    acceptPolicy: 'このポリシーのトークンだけを受け入れる（繰り返し可）',
    policy: '判定の規則: default、etsi、strict（既定 default）',
    at: '判定時点: gentime、日付（UTCでその日の始まり）、又は時差付きのRFC 3339形式（既定は現在）',
    allowNoncriticalEku: '拡張鍵用途がクリティカルでない時刻認証局を受け入れる',
    skip: 'certificate-revocation 又は tst-revocation を省略する（繰り返し可）。結果に明記される',
    noAia: '不足するCA証明書を取得しない',
    offline: '何も取得せず、以前に取得したものを使う（stamp では --dry-run 又は --query-only のときだけ）',
    allowPrivateNetwork: '証明書に書かれた内部ネットワークのアドレスへの接続を許す',
    crl: '判定に使う CRL のファイル、フォルダ又はZIP（繰り返し可）',
    ocsp: '判定に使う OCSP 応答のファイル、フォルダ又はZIP（繰り返し可）',
    evidence:
      '保存した証拠、又はそのフォルダ（繰り返し可）。同じ --at なら（失効トークンのリストを使った場合は --evidence-lists も）、オフラインで同じ結果を再現する',
    saveEvidence: '判定の根拠をすべて一つのファイルに保存する',
    asKnownOn: 'この時点より後に公開された失効情報を使わない',
    revocationOrder: '問い合わせる失効情報とその順序: ocsp,crl（既定）、crl,ocsp、ocsp、crl',
    ocspMethod: 'OCSP の問合せ方法: post（既定、ノンス付き）又は get（プロキシが保存できる）',
    noCache: '他の実行で取得したものを使わず、保存もしない',
    usedProfile: '判定に使うプロファイルの名前又はパス（繰り返し可、既定はトークンに該当するもの）',
    profileDir: 'プロファイルのフォルダ（既定は設定フォルダ内）',
    ignoreProfiles: '指定しないプロファイルを使わない',
    tstRevocationList:
      '失効したトークンのリスト（JSON、CSV、テキストのファイル又はURL、繰り返し可）。プロファイルのものに加えて使う',
    evidenceLists: '--evidence に含まれる失効トークンのリストを、署名がなくても信用する',
    listRadix: '基数の記載がないリストのシリアル番号の表記: 10、16',
    proxy: 'すべての通信をこのHTTPプロキシ経由にする（既定: HTTP_PROXY、HTTPS_PROXY、NO_PROXY）',
    json: 'JSONオブジェクトを一つ出力する。複数のファイル又は記録では1件につき1行',
    quiet: '結果を表示せず、終了コードだけを返す',
    lang: '言語: en、ja（省略時はロケールに従う）',
    color: '色: auto、always、never（既定 auto）',
    stampProfile: 'このプロファイルの契約で取得（名前又はパス。繰り返し可: それぞれのトークンを並べて取得）',
    fallbackProfile: '最初のプロファイルで取得できないときに使うプロファイル（繰り返し可）',
    resume: '中断した実行を続ける。トークンのあるファイルはそのままとし、二重に取得しない',
    jobs: '同時に取得するトークンの数（既定: プロファイルに間隔の指定があれば1、なければ4）',
    enforceQuota: '契約数量を超える要求をしない',
    allowCode: '契約がコード署名の用途でなくても、プログラムの類のファイルを対象とする',
    ledger: '台帳（既定: データ用フォルダの ledger.sqlite）',
    noLedger: '台帳に記録しない（--profile とは併用不可）',
    tsa: '時刻認証局のアドレス',
    hash: 'ハッシュ関数: sha256、sha384、sha512 など（既定 sha256）',
    requestPolicy: 'このポリシーを要求する',
    outDir: 'トークンを書き込む、既存のフォルダ',
    token: '応答（.tsr）の代わりにトークンだけ（.tst）を書く',
    saveRequest: '要求を .tsq として残す',
    force: '既存の出力を上書きする',
    dryRun: '何をするかだけを表示し、送信も書き込みもしない',
    queryOnly: '要求（.tsq）だけを書き、送信しない',
    user: 'Basic認証のユーザー名',
    passwordFile: '1行目にパスワードを書いたファイル（なければ TST_PASSWORD）',
    passwordStdin: 'パスワードを標準入力から読む',
    clientCert: 'TLSクライアント証明書: PEM又はPFX',
    clientKey: 'クライアント証明書の鍵（パスフレーズは TST_KEY_PASSPHRASE）',
    tlsCa: 'TLS接続で信頼するCA（繰り返し可）',
    timeout: '通信全体の制限時間（秒、既定 60）',
    connectTimeout: '接続までの制限時間（秒、既定 10）',
    olderThan: 'clear: 取得からこの日数を過ぎたものだけを消去する',
    port: 'ポート（既定: 空いているもの）',
    profile: '応答の形式: plain、seiko（既定 plain）',
    algorithm: '鍵の種類: rsa-2048、p256、ed25519 など（既定 rsa-2048。rsa-1024 は試験専用）',
    labHash: '署名のハッシュ: sha256、sha384、sha512',
    fault: 'この異常を含めて応答する（--list-faults 参照）',
    labUser: 'このユーザーのBasic認証を求める',
    dir: '鍵と証明書を保存するフォルダ',
    aia: '中間証明書をトークンに入れず、取得用に公開する',
    labCrl: '証明書に記載するCRL: complete、delta、indirect、partitioned',
    responder: 'OCSP応答の署名者: delegate、ca',
    revoke: '開始時から tsu 又は intermediate を失効させる: tsu:keyCompromise、tsu:none:2025-01-31（繰り返し可）',
    revocationFault: 'この異常を含むCRLとOCSP応答を公開する（--list-faults 参照）',
    noRevocation: '証明書にCRLとOCSPの場所を記載しない',
    secretUser: 'ユーザー名（省略時は尋ねる）',
    secretStdin: '認証情報を標準入力の1行から読む。basic で --user がない場合は、その前の行からユーザー名を読む',
    secretKind: '用途: basic、bearer、header、client-certificate（既定 basic）',
    secretStore: '保存先: keychain、file（省略時はキーチェーン、なければファイル）',
    secretList: '名前、用途、保存先の一覧を表示する',
    listFaults: '異常の一覧を説明付きで表示する',
  },
  lab: {
    running: '{url} でタイムスタンプ要求に応答しています',
    revoke: "証明書を失効させるには: curl -X POST '{url}/revoke?certificate=tsu&reason=keyCompromise'",
    revocationFaults: '# CRLとOCSP応答の異常: --revocation-fault、又はURLの ?fault= で指定',
    weakKey: '1024ビットのRSA鍵は安全ではありません。拒否されることを試すためのものです',
    stop: 'Ctrl-C で終了します',
    root: 'ルート証明書: {path}',
    started: '# 試用の時刻認証局を {url} で起動しました',
    ownFolders: '# 専用のフォルダを使い、利用者のものには触れません:',
    profileIt: '# プロファイル: 事業者の場所、信頼点、失効トークンのリストの場所',
    revokeIt: '# 事業者がこのトークンを失効させます。リストの同期でも検証でも見つかります',
    archiveIt: '# 保管庫: さらに三つのファイルにタイムスタンプを付与',
    auditIt: '# 全体を一度に検証し、報告書を作成: {path} は変更され、一つのファイルにはタイムスタンプがない',
    stampIt: '# ファイルにタイムスタンプを付与します',
    verifyIt: '# トークンを完全に検証します（四つの確認すべて）',
    changeIt: '# ファイルを1バイト変更します（{path}、{offset}バイト目）',
    verifyAgain: '# もう一度検証すると、変更が見つかります',
    exit: '# 終了コード {exit}',
    kept: '# ファイルはすべて {path} に残しました',
    repeat: '# 手で繰り返すには、先に別の端末で時刻認証局を起動してください:',
  },
  evidence: {
    saved: '証拠: {path}[。同じ結果を再現するオプション: --evidence {path} --at {moment}][ {lists}]',
    replayed:
      '{now} の証拠から判定を再現しました。その後に判明したことは調べていません。現時点で判定するには --at を外してください[。失効トークンのリストは、ここに保存されているものを使いました。証拠のリストを使うには {lists} を付けてください]',
  },
  stamped: {
    written: 'トークン: {path}',
    refused: 'トークンは無効と判定され、{path} として残しました',
    kept: '受信した内容を {path} として残しました',
    queried: '要求: {path}',
    planned: '{path} に書き込む予定です',
    notSent: '途中で終了したため送信していません',
    finishing:
      '処理中のファイルを終えてから終了します（トークンが課金済みの可能性があるため）。もう一度の割り込みで直ちに終了します',
    present: 'トークンは取得済みです: {path}',
    waits: {
      rate: '{time}待ちます: {profile} の要求間隔によります',
      service: '{time}待ってから、時刻認証局に再度要求します',
    },
    progress: '{total} 件のうち {done} 件、毎分 {rate} 件、残り {left}',
    seconds: '{count}秒',
    minutes: '{count}分',
    hours: '{count}時間',
    later: 'まだ判定できません。トークンは保存しました。後で次のように再検証してください:',
    unsaved: '応答を保存できませんでした。次のBase64を手で保存してください:',
  },
  cached: {
    kept: '{path}: 保存中の応答 {answers}件、取得元 {places}か所、合計 {size}',
    nothing: '{path}: 保存しているものはありません',
    cleared: '{path}: 応答 {answers}件、合計 {size} を消去しました',
    columns: {
      kind: '種類',
      size: 'サイズ',
      fetchedAt: '取得日時',
      thisUpdate: '発行日時',
      nextUpdate: '次回更新',
      sha256: 'SHA-256',
    },
  },
  secrets: {
    asks: {
      user: 'ユーザー名',
      password: 'パスワード',
      token: 'トークン',
      value: '値',
      passphrase: 'パスフレーズ',
    },
    kept: {
      environment: '認証情報 {name} は環境変数にあります',
      keychain: '認証情報 {name} をキーチェーンに保存しました',
      file: '認証情報 {name} を本人だけが読めるファイルに保存しました',
    },
    forgotten: '認証情報 {name} を削除しました',
    none: '保存された認証情報はありません',
    places: { environment: '環境変数', keychain: 'キーチェーン', file: 'ファイル' },
  },
};
