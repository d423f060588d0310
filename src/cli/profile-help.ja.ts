import type { ProfileHelp } from './profile-help.ts';

export const japaneseProfileHelp: ProfileHelp = {
  verbs: {
    list: 'プロファイルを一覧する',
    show: 'プロファイルの有効な設定をすべて表示する',
    add: 'ひな形からプロファイルを作成する',
    edit: 'プロファイルをエディタで、又は項目ごとに変更する',
    check: '形式、信頼点、日付、不足する設定を確認する',
    remove: 'プロファイルと、取り込んだ証明書を削除する',
    import: 'プロバイダの証明書を取り込む。自己署名のCA証明書は信頼点に、その他は認証パスの構築用になる',
  },
  usages: {
    list: '[オプション]',
    show: '[オプション] <profile>',
    add: '[オプション] <name>',
    edit: '[オプション] <profile>',
    check: '[オプション] [profile...]',
    remove: '[オプション] <name>',
    import: '[オプション] <source>',
  },
  examples: {
    list: `
例:
  tst profile list
  tst profile list --profile-dir .tst/profiles --json`,
    show: `
例:
  tst profile show seiko
  tst profile show --json ./.tst/profiles/seiko.toml`,
    add: `
例:
  tst profile add seiko                            利用者だけが知る事項を尋ねる
  tst profile add seiko --set service.urls=https://… --set contract.end=2027-03-31
  tst profile add archive --template freetsa
  tst profile add seiko --profile-dir .tst/profiles --set service.urls=https://…

ひな形: seiko、freetsa、digicert、sectigo、globalsign、lab、plain。--template を省略すると同名のひな形、なければ plain です。
端末がなければ何も尋ねず、不足する項目を示します。プロファイルにはパスワードを書かず、その名前だけを書きます。`,
    edit: `
例:
  tst profile edit seiko                           VISUAL 又は EDITOR で編集（正しいものだけを反映）
  tst profile edit seiko --set service.hash=sha512 --set contract.end=2027-03-31
  tst profile edit seiko --set service.urls=https://a.example/ --set service.urls=https://b.example/
  tst profile edit seiko --set anchors.0.accreditedUntil=2027-03-31 --unset service.requestPolicy

--set はコメントを残します。配列の項目に --set を繰り返すと、それぞれが要素になります。`,
    check: `
例:
  tst profile check
  tst profile check seiko --json

終了コード: 0 誤りなし（警告を含む）、78 利用できないものがある`,
    remove: `
例:
  tst profile remove seiko`,
    import: `
例:
  tst trust import certificates.zip --profile seiko --accredited-from 2023-04-01
  tst trust import root.pem --profile freetsa
  tst trust import certificates.zip --profile seiko --yes     照合済みのフィンガープリントをスクリプトで取り込む

答える前に、フィンガープリントをプロバイダが公表する値と照合してください。新しい配布物から消えたものも、過去のトークンに
必要なため残します（--replace で削除）。終了コード77: 確認されていない`,
  },
  arguments: {
    name: 'プロファイルの名前、又はファイルのパス',
    newName: '新しいプロファイルの名前',
    names: '名前又はパス（既定はすべて）',
    source: 'PEM、DER、PKCS #7 のファイル、ZIP、フォルダ。- は標準入力',
  },
  options: {
    profileDir: '利用者自身のフォルダの代わりに使うフォルダ（既定の場所は TST_CONFIG_DIR で変更できる）',
    template: 'ひな形: seiko、freetsa、digicert、sectigo、globalsign、lab、plain',
    set: '項目を設定する: service.hash=sha512（繰り返し可）',
    unset: '項目を削除する（繰り返し可）',
    force: '同名のプロファイルを上書きする',
    profile: '取り込み先のプロファイル（既定は唯一のもの）',
    yes: 'フィンガープリントは照合済みとし、尋ねない',
    accreditedFrom: '認定の初日（プロファイルの時間帯）',
    accreditedUntil: '認定の最終日',
    replace: '取り込み元にないものをプロファイルから削除する',
  },
};
