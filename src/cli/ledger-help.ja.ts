import type { LedgerHelp } from './ledger-help.ts';

export const japaneseLedgerHelp: LedgerHelp = {
  verbs: {
    list: '要求を1件1行で一覧表示する',
    show: 'シリアル番号、ハッシュ値又はファイルを指定して、記録をすべて表示する',
    export: '全件をCSV又はJSON Linesで標準出力に書き出す',
    usage: '月別・年別のトークン数を契約数量と対比して集計する',
    check: '台帳とシリアル番号の重複を点検する。--files では保存したトークンも照合する',
  },
  usages: {
    list: '[オプション]',
    show: '[オプション] <シリアル番号|ハッシュ値|ファイル>',
    export: '[オプション]',
    usage: '[オプション]',
    check: '[オプション]',
  },
  examples: {
    list: `
例:
  tst ledger list --from 2024-04-01 --to 2025-03-31 --tz Asia/Tokyo
  tst ledger list --state unanswered
  tst ledger list --json --profile seiko

日付はタイムスタンプ時刻（トークンがないものは要求の時刻）によります。両端の日を含みます。
終了コード: 0 完了、1 同じ時刻認証局が同じシリアル番号を別のトークンにも付けているものがある、66 台帳がない`,
    show: `
例:
  tst ledger show 契約書.pdf
  tst ledger show 0x0a1b2c
  tst ledger show 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

ハッシュ値は対象ファイル、トークン、応答、保存したファイルのいずれでも、ファイルは対象ファイルでもトークンでも指定できます。`,
    export: `
例:
  tst ledger export > ledger.csv
  tst ledger export --format jsonl --from 2024-01-01 --to 2024-12-31 > ledger.jsonl

CSVはBOM付きUTF-8です。表計算ソフトが数式と解釈し得るセル（=、+、-、@、タブ、改行で始まるもの）と、アポストロフィで始まる
セルには、先頭にアポストロフィを一つ付けます。`,
    usage: `
例:
  tst ledger usage
  tst ledger usage --profile seiko --per-month 1000 --tz Asia/Tokyo

契約数量とタイムゾーンはプロファイルの値を使います。要求した時刻で数えます。「応答なし」は、応答がないか読み取れないため課金された可能性があるもので、契約数量に含めて数えます。`,
    check: `
例:
  tst ledger check
  tst ledger check --files

終了コード: 0 異常なし、1 シリアル番号の重複、又は（--files）トークンの欠落・変更、66 台帳がない、73 台帳の破損`,
  },
  arguments: { what: 'シリアル番号若しくはハッシュ値（16進数）、又はファイル' },
  options: {
    ledger: '台帳（既定: データ用フォルダの ledger.sqlite）',
    from: '最初の日: 2024-01-31',
    to: '最後の日',
    tz: '日、月、年を数えるタイムゾーン: Asia/Tokyo、UTC など（既定: システムの設定）',
    profile: 'このプロファイルのものだけ',
    state: 'この状態のものだけ: asked、received、published、kept、refused、unanswered、unsaved、lost',
    format: 'csv 又は jsonl（既定 csv、--json のときは jsonl）',
    profileDir: '利用者自身のフォルダの代わりに使うプロファイルのフォルダ（既定の場所は TST_CONFIG_DIR で変更できる）',
    perMonth: '暦月ごとの契約数量（既定: プロファイルの値）',
    perYear: '暦年ごとの契約数量（既定: プロファイルの値）',
    files: '保存したトークンをすべて読み、台帳と照合する',
  },
};
