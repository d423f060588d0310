import type { RepoHelp } from './repo-help.ts';

export const japaneseRepoHelp: RepoHelp = {
  verbs: {
    sync: 'プロファイルの失効トークンのリスト、監視対象のページ、CRL、証明書を取得し、変更を知らせる',
    review: '監視対象のページの変更を示し、人が確認した結果を記録する',
    history: '情報源について保存したすべての内容と確認の記録を表示する',
  },
  usages: { sync: '[オプション]', review: '[オプション]', history: '[オプション]' },
  examples: {
    sync: `
例:
  tst repo sync                                    cron から毎日実行
  tst repo sync --profile seiko --json
  tst repo sync --check --quiet || mail …          取得するが、何も保存しない

終了コード: 0 変更なし、1 台帳のトークンが新たに失効、2 人による確認が必要（ページの変更、リストの巻き戻し又は読み取り不能、
証明書の変更、申告の失効）、69 取得できないものがある。複数の場合は 1、69、2 の順に優先します。
78: プロファイルに誤りがあり、何も取得しなかった。`,
    review: `
例:
  tst repo review                                  変更されたページを示し、結果を尋ねる
  tst repo review --profile seiko --no-token-revoked --yes
  tst repo review --profile seiko --revoked from-page.csv --yes
  tst repo review --profile seiko --accept-list --yes

--revoked には、ページに記載された内容の一覧（.json、列名が serial、serialTo、genTimeFrom などの .csv、又は .txt）を指定します。
巻き戻しにより拒否されたリストは、差し替えられるか受け入れられるまで使われません。終了コード 77: 確認されなかった。`,
    history: `
例:
  tst repo history --profile seiko
  tst repo history --json`,
  },
  options: {
    profileDir: 'プロファイルのフォルダ（既定のフォルダは TST_CONFIG_DIR で変更可能）',
    profile: 'このプロファイルだけを対象とする。名前又はパス（繰り返し可、既定: すべて）',
    check: '取得だけを行い、何も保存せず、終了コード（と --json）だけで知らせる',
    ledger: '失効したトークンを探す台帳（既定: データ用フォルダの ledger.sqlite）',
    allowPrivateNetwork: 'CRLや文書をプライベートネットワークから取得してよい',
    noTokenRevoked: 'ページに失効トークンの記載がない',
    revoked: 'このリストのトークンが、ページで失効とされている',
    listRadix: 'そのリストに基数の記載がない場合のシリアル番号の基数（10 又は 16）',
    acceptList: '巻き戻されたリストを新しい履歴の起点として受け入れる',
    yes: '尋ねない',
  },
};
