import type { AuditHelp } from './audit-help.ts';

export const japaneseAuditHelp: AuditHelp = {
  verbs: {
    diff: '二つの検証を比べる: 何がなぜ変わったか',
    list: '保存されている検証を一覧表示する',
    report: '保存されている検証の報告書を、検証し直さずに作成する',
  },
  usages: { diff: '[オプション] [旧] [新]', list: '[オプション]', report: '[オプション] [検証]' },
  examples: {
    diff: `
例:
  tst audit diff                          同じフォルダーの完了した検証の最後の二つ
  tst audit diff 旧.sqlite 新.sqlite
  tst audit diff --json

終了コード: 0 変化なし、1 新たに無効になったものがある、2 そのほかの変化がある。`,
    list: `
例:
  tst audit list`,
    report: `
例:
  tst audit report --report html=audit.html                       最後に完了した検証について
  tst audit report --report csv=audit.csv --csv-encoding shift_jis audit.sqlite`,
  },
  arguments: {
    root: 'フォルダー、マニフェスト（.csv、.jsonl）、または標準入力のマニフェストを表す -',
    old: '古い方の検証のファイル（既定: 同じフォルダーの最後から二番目）',
    new: '新しい方の検証のファイル（既定: 最後のもの）',
    audit: '検証のファイル（既定: 最後に完了したもの）',
  },
  options: {
    from: 'genTime の最初の日: 2025-04-01',
    to: 'genTime の最後の日',
    fiscalYear: '--from と --to の代わりに、この年に始まる会計年度',
    fiscalStart: '会計年度が始まる月日（既定: 04-01）',
    tz: '日付のタイムゾーン: Asia/Tokyo、UTC など（既定: Asia/Tokyo）',
    include: 'このパターンに合うファイルだけ: *.pdf、2025/**（複数可）',
    exclude: 'このパターンに合うファイルとフォルダーを除く（複数可）',
    pattern: 'トークンの名前の付け方: {name}.tsr は x.pdf.tsr、{stem}.tsr は x.tsr、* は任意の文字列（複数可）',
    tokens: 'データと同じ構成でトークンが置かれたフォルダー',
    files: '引数は検証するファイルであり、マニフェストではない',
    renewWithin: '証明書がこの日数以内に期限を迎えるトークンを示す',
    failOn: '終了コードを 0 以外にするもの: invalid だけ、または indeterminate（既定）、orphan、expiring も（複数可）',
    jobs: '検証するスレッドの数（既定: コアごとに一つ）',
    record: '検証をこのファイルに記録する（既定: データ用フォルダーの audits/ に新しいファイル）',
    noRecord: '終了後に検証の記録を残さない',
    resume: '中断した同じコマンドの検証を続ける',
    changed: 'サイズ、時刻、inode が同じデータのハッシュを前回の検証から引き継ぐ（トークンは判定し直す）',
    report: '報告書を書く: text=、jsonl=、junit=、sarif=、csv=、html=<ファイル>（複数可）',
    csvEncoding: 'CSV の文字コード: utf-8（既定、BOM 付き）または shift_jis',
    force: '既存の報告書を上書きする',
    github: 'GitHub Actions の注釈として問題を出力する',
    json: '結果を JSON Lines で出力する',
  },
  listing: '{count} 件を見つけました …',
  progress:
    '{total} 件中 {done} 件、毎秒 {rate} 件、{size}、残り {left}。有効 {valid}、無効 {invalid}、判定不能 {indeterminate}',
  finishing: '検証済みの結果を記録しています。もう一度シグナルを送ると直ちに終了します',
  interrupted: '{total} 件中 {done} 件で中断しました。同じコマンドに --resume を付けると続きから始めます: {path}',
  continued: '{date} に始めた検証を続けます: {total} 件中 {done} 件は検証済みです',
  judgedAnew: '信頼する証明書又はプロファイルが中断後に変更されたため、すべて検証し直します',
  notContinued: 'このコマンドの続けられる検証はありません。新しく始めます',
  couldContinue: 'このコマンドの検証が {total} 件中 {done} 件で中断しています。--resume を付ければ続けられました',
  since: '変わっていないデータのハッシュは {date} の検証から引き継ぎます',
  noEarlier: 'これらのフォルダーの以前の検証はありません。すべてのデータをハッシュします',
  kept: '記録: {path}',
  notKept:
    'この検証を記録できません。--no-record を付けると記録せずに検証します。記録先は TST_DATA_DIR または --record で変更できます',
  reported: '{format}: {path}',
  columns: { started: '開始', state: '状態', lines: '件数', roots: '対象', path: 'ファイル' },
  states: { listing: '一覧の作成中に中断', judging: '中断', done: '完了' },
  noAudits: '保存されている検証はありません',
  compared: '{old} → {new}',
  same: '変化はありません',
  added: '新規',
  gone: '消失',
  causes: {
    data: 'データが変わりました',
    token: 'トークンが変わりました',
    policy: '判定のオプションが異なります',
    evidence: '証拠が異なります',
    time: '時間が経過しました',
    program: 'プログラムのバージョンが異なります',
  },
};
