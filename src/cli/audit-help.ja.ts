import type { AuditHelp } from './audit-help.ts';

export const japaneseAuditHelp: AuditHelp = {
  verbs: {
    diff: '二つの一括検証を比較し、結果の変化とその理由を示す',
    list: '記録されている一括検証を一覧表示する',
    report: '記録されている一括検証の報告書を、検証し直さずに作成する',
  },
  usages: { diff: '[オプション] [旧] [新]', list: '[オプション]', report: '[オプション] [検証]' },
  examples: {
    diff: `
例:
  tst audit diff                          同じフォルダの、完了した最近の二つを比較
  tst audit diff 旧.sqlite 新.sqlite
  tst audit diff --json

終了コード: 0 変化なし、1 新たに無効になったものがある、2 そのほかの変化がある。`,
    list: `
例:
  tst audit list

\`tst audit report <ファイル>\` で報告書を作成し、\`tst audit diff <旧> <新>\` で比較できます。記録が自動で削除されることは
ありません。`,
    report: `
例:
  tst audit report --report html=audit.html                       最後に完了した一括検証の報告書
  tst audit report --report csv=audit.csv --csv-encoding shift_jis audit.sqlite

終了コードは一括検証のときと同じです。`,
  },
  arguments: {
    root: 'フォルダ、マニフェスト（.csv、.jsonl）、又は標準入力のマニフェストを表す -',
    old: '古い方の記録ファイル（既定: 同じフォルダの、最後から二番目のもの）',
    new: '新しい方の記録ファイル（既定: 最後のもの）',
    audit: '一括検証の記録ファイル（既定: 最後に完了したもの）',
  },
  options: {
    from: '期間の初日（genTime の日付）: 2025-04-01',
    to: '期間の末日（当日を含む）',
    fiscalYear: '--from と --to の代わりに、この年に始まる会計年度',
    fiscalStart: '会計年度が始まる月日（既定: 04-01）',
    tz: '日付のタイムゾーン: Asia/Tokyo、UTC など（既定: Asia/Tokyo）',
    include: 'このパターンに合うファイルだけを対象とする: *.pdf、2025/**（繰り返し可）',
    exclude: 'このパターンに合うファイルとフォルダを除く（繰り返し可）',
    pattern: 'トークンの名前の付け方: {name}.tsr は x.pdf.tsr、{stem}.tsr は x.tsr、* は任意の文字列（繰り返し可）',
    tokens: 'トークンのあるフォルダ（構成は対象ファイルのフォルダと同じ）',
    files: '引数は検証するファイルであり、マニフェストではない',
    renewWithin: '証明書の有効期限がこの日数以内に到来するトークンを示す',
    failOn:
      '終了コードを 0 以外にする条件: invalid のみ、又は indeterminate（既定）、orphan、expiring も含める（繰り返し可）',
    jobs: '検証するスレッドの数（既定: コアごとに一つ）',
    record: '一括検証をこのファイルに記録する（既定: データフォルダの audits/ に作る新しいファイル）',
    noRecord: '終了後に一括検証の記録を残さない',
    resume: '中断した一括検証（同じコマンドのもの）の続きを行う',
    changed: 'サイズ、時刻、inode が同じファイルのハッシュ値は前回の一括検証のものを使う（トークンは判定し直す）',
    report: '報告書を書く: text=、jsonl=、junit=、sarif=、csv=、html=<ファイル>（繰り返し可）',
    csvEncoding: 'CSV の文字コード: utf-8（既定、BOM 付き）又は shift_jis（表せない文字は \\u{fc} のように書く）',
    force: '既存の報告書を上書きする',
    github: 'GitHub Actions の注釈として問題を出力する',
    json: '結果を JSON Lines で出力する',
  },
  listing: '{count} 件を見つけました …',
  progress:
    '{done}/{total} 件、残り {left}: 有効 {valid}、無効 {invalid}、判定不能 {indeterminate}、毎秒 {rate} 件、{size}',
  finishing: '検証済みの結果を記録しています。もう一度シグナルを送ると直ちに終了します',
  interrupted: '{total} 件中 {done} 件で中断しました。同じコマンドに --resume を付けると続きから始めます: {path}',
  interruptedUnkept: '{total} 件中 {done} 件で中断しました。--no-record の指定により、記録は残っていません',
  continued: '{date} に始めた検証を続けます: {total} 件中 {done} 件は検証済みです',
  judgedAnew: '信頼する証明書又はプロファイルが中断後に変更されたため、すべて検証し直します',
  notContinued: 'このコマンドで中断した一括検証はありません。新しく始めます',
  couldContinue:
    'このコマンドの一括検証が {total} 件中 {done} 件で中断しています。--resume を付けると続きから行えます。今回は最初から行います',
  since: '変わっていないファイルのハッシュ値は {date} の一括検証のものを使います',
  noEarlier: 'これらのフォルダの以前の一括検証の記録がないため、すべてのファイルのハッシュ値を計算します',
  kept: '記録: {path}',
  notKept:
    'この一括検証を記録できません。--no-record を付けると記録せずに検証します。記録先は TST_DATA_DIR 又は --record で変更できます',
  reported: '{format}: {path}',
  columns: { started: '開始', state: '状態', lines: '件数', period: '期間', roots: '対象', path: '記録ファイル' },
  states: { listing: '一覧の作成中に中断', judging: '中断', done: '完了' },
  noAudits: '記録されている一括検証はありません',
  compared: '{old} → {new}',
  same: '変化はありません',
  otherScope:
    '二つの一括検証は期間又は対象の指定が異なります。「新規」「なし」には、一方の対象でなかっただけのものも含まれます',
  added: '新規',
  gone: 'なし',
  causes: {
    data: 'ファイルが変わりました',
    token: 'トークンが変わりました',
    policy: '判定のオプションが変わりました',
    evidence: '証拠が変わりました',
    time: '時間が経過しました',
    program: 'プログラムの版が変わりました',
  },
};
