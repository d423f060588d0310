import type { HelpWords } from './help.ts';

export const japaneseHelp: HelpWords = {
  program: 'RFC 3161 タイムスタンプトークンを取得し、ハッシュ値・署名・公開鍵証明書の失効・TSTの失効まで検証します。',
  usage: '<サブコマンド> [オプション]',
  titles: { 'Usage:': '使い方:', 'Options:': 'オプション:', 'Arguments:': '引数:', 'Commands:': 'サブコマンド:' },
  help: 'このヘルプを表示',
  version: '版を表示',
  verbs: {
    stamp: 'ファイルごとにタイムスタンプトークンを取得し、検証してファイルの隣に保存する',
    verify: 'タイムスタンプトークンをファイルと照合して検証する',
    inspect: 'トークン、要求、証明書、CRL、OCSP応答の内容を表示する（判定はしない）',
    lab: '試用とテストのための時刻認証局をこのコンピュータで動かす',
  },
  examples: {
    program: `
例:
  tst stamp --tsa https://tsa.example/tsr --trust root.pem 契約書.pdf
  tst verify --trust root.pem 契約書.pdf
  tst inspect 契約書.pdf.tsr
  tst lab demo

終了コード: 0 有効又は完了、1 無効、2 判定不能、64 使い方の誤り、65 入力を読み取れない、66 入力がない、
  69 サービスに接続できない、70 内部エラー、73 出力先が既にある又は書き込めない、76 拒否された又は
  タイムスタンプ応答でない、77 認証情報などの拒否、78 設定の誤り、128＋シグナル番号 中断`,
    verify: `
例:
  tst verify --trust root.pem 契約書.pdf                      トークンは 契約書.pdf.tsr 又は .tst
  tst verify --trust root.pem --certs ca.pem 契約書.pdf proof.tst
  tst verify --trust root.pem --skip certificate-revocation --skip tst-revocation 契約書.pdf
  tst verify --trust root.pem --at gentime --json 契約書.pdf
  tst verify --trust root.pem --digest sha256:9f86… proof.tsr  ファイルの代わりにハッシュ値を指定
  cat 契約書.pdf | tst verify --trust root.pem - proof.tsr

終了コード: 0 有効、1 無効、2 判定不能、64 以上: 判定に至らない`,
    stamp: `
例:
  tst stamp --tsa https://tsa.example/tsr --trust root.pem 契約書.pdf
  tst stamp --tsa https://tsa.example/tsr --trust root.pem --out-dir tokens a.pdf b.pdf
  TST_PASSWORD=… tst stamp --tsa https://tsa.example/tsr --user alice --trust root.pem 契約書.pdf
  tst stamp --query-only 契約書.pdf                           契約書.pdf.tsq を書き、送信しない

無効と判定したトークンは .rejected として残します（終了コード1）。読み取れなくてもトークンを含み得る応答も同様です。プロキシは HTTP_PROXY、HTTPS_PROXY、NO_PROXY に従います。`,
    inspect: `
例:
  tst inspect 契約書.pdf.tsr
  tst inspect --json root.pem

各行: バイト位置、フィールド、型、値。壊れた入力は読めるところまで表示します。`,
    lab: `
例:
  tst lab                                  空いているポートで動かす（Ctrl-C で終了）
  tst lab --port 8318 --dir lab            鍵と証明書を lab に保存
  tst lab --profile seiko --fault nonce-wrong
  tst lab demo                             取得、検証、1バイト変更、再検証を実演`,
  },
  arguments: {
    file: 'タイムスタンプの対象ファイル。- は標準入力（--digest のときはトークン）',
    token: 'トークン。省略時はファイル名に .tsr、なければ .tst を付けた名前。- は標準入力',
    files: '対象ファイル',
    inspected: 'DER、PEM、Base64 のファイル。- は標準入力',
    demo: 'demo: 専用の時刻認証局で主な流れを実演して終わる',
  },
  options: {
    trust: '信頼点とするルート証明書: PEM又はDERのファイル、フォルダ、ZIP、又は bundled、system（繰り返し可）',
    trustAny: '--trust と同様。ルートでない証明書も信頼点とする（繰り返し可）',
    certs: '認証パス構築用の証明書。それ自体は信頼しない（繰り返し可）',
    request: '送信した要求。ナンス、ポリシー、ハッシュ値を照合する',
    digest: 'ファイルの代わりに使うハッシュ値',
    acceptPolicy: 'このポリシーのトークンだけを受け入れる（繰り返し可）',
    policy: '判定の規則: default、etsi、strict',
    at: '判定時点: gentime、日付（UTCでその日の始まり）、又は時差付きのRFC 3339形式',
    allowNoncriticalEku: '拡張鍵用途がクリティカルでない時刻認証局を受け入れる',
    skip: 'certificate-revocation 又は tst-revocation を省略する（繰り返し可）。結果に明記される',
    noAia: '不足するCA証明書を取得しない',
    offline: '何も取得しない',
    allowPrivateNetwork: '証明書に書かれた内部ネットワークのアドレスへの接続を許す',
    json: 'JSONオブジェクトを一つ出力する',
    quiet: '結果を表示せず、終了コードだけを返す',
    lang: '言語: en、ja（省略時はロケールに従う）',
    color: '色: auto、always、never',
    tsa: '時刻認証局のアドレス',
    hash: 'ハッシュ関数: sha256、sha384、sha512 など（既定 sha256）',
    requestPolicy: 'このポリシーを要求する',
    outDir: 'トークンを書き込むフォルダ',
    token: '応答（.tsr）の代わりにトークンだけ（.tst）を書く',
    saveRequest: '要求を .tsq として残す',
    force: '既存の出力を上書きする',
    dryRun: '何をするかだけを表示し、送信も書き込みもしない',
    queryOnly: '要求（.tsq）だけを書き、送信しない',
    user: 'Basic認証のユーザー名',
    passwordFile: 'パスワードを書いたファイル（なければ TST_PASSWORD）',
    passwordStdin: 'パスワードを標準入力から読む',
    clientCert: 'TLSクライアント証明書: PEM又はPFX',
    clientKey: 'クライアント証明書の鍵（パスフレーズは TST_KEY_PASSPHRASE）',
    tlsCa: 'TLS接続で信頼するCA（繰り返し可）',
    timeout: '通信全体の制限時間（秒）',
    connectTimeout: '接続までの制限時間（秒）',
    port: 'ポート（既定: 空いているもの）',
    profile: '応答の形式: plain、seiko',
    algorithm: '鍵の種類: rsa-2048、p256、ed25519 など',
    labHash: '署名のハッシュ: sha256、sha384、sha512',
    fault: 'この異常を含めて応答する（--list-faults 参照）',
    labUser: 'このユーザーのBasic認証を求める',
    dir: '鍵と証明書を保存するフォルダ',
    aia: '中間証明書をトークンに入れず、取得用に公開する',
    listFaults: '異常の一覧を表示する',
  },
  lab: {
    running: '{url} でタイムスタンプ要求に応答しています',
    stop: 'Ctrl-C で終了します',
    root: 'ルート証明書: {path}',
    started: '# 試用の時刻認証局を {url} で起動しました',
    stampIt: '# ファイルにタイムスタンプを付与します',
    verifyIt: '# トークンをファイルと照合して検証します',
    changeIt: '# ファイルを1バイト変更します（{path}、{offset}バイト目）',
    verifyAgain: '# もう一度検証すると、変更が見つかります',
    exit: '# 終了コード {exit}',
    kept: '# ファイルはすべて {path} に残しました',
    repeat: '# 手で繰り返すには: 検証はそのまま実行できます。取得は、先に別の端末で時刻認証局を起動してください:',
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
    unsaved: '応答を保存できませんでした。次のBase64を手で保存してください:',
  },
};
