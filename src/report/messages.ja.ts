import type { Catalogue } from './catalogue.ts';
import { japaneseReasons } from './reasons.ja.ts';

const report = 'このトークンを証拠として保管し、時刻認証局に正しいトークンの発行を求めてください';
const newToken =
  'トークンを取得し直してください。時刻認証局から直接受け取ったものであれば、時刻認証局に連絡してください';
const otherPath = '--trust に正しいルート証明書を指定しているか確認し、不足するCA証明書は --certs で与えてください';
const onlyStrict = 'strict ポリシー以外では対応不要です';
const nothing = '対応は不要です';
const earlier = 'その時点でトークンが存在したことを示せる場合は、--at で過去の時点を指定して検証してください';

/** Japanese, in the words of the field (有効, 無効, 判定不能, 有効期限切れ, 失効, 信頼点). */
export const japanese: Catalogue = {
  language: 'ja',
  codes: {
    'not-reached': {
      text: '先行する規則で結論が出たため、判定していません',
      hint: '不合格となった規則を確認してください',
    },
    limit: {
      text: '結論に至る前に処理量の上限に達しました[: {limit}]',
      hint: '過大な処理を強いる構造です。--certs の候補を減らすか、このトークンを信頼しないでください',
    },
    malformed: {
      text: '符号化が不正です[: {reason}]',
      hint: '`tst inspect` で箇所を確認し、トークンを取得し直してください',
    },
    'not-der': { text: 'DER符号化ではありません[: {reason}]', hint: '`tst inspect` で箇所を確認してください' },
    'algorithm-unsupported': {
      text: '対応していないアルゴリズムです[: {algorithm}][: {reason}]',
      hint: '新しい版の tst 又は Node で検証してください。トークン自体は正しい可能性があります',
    },

    'hash-unsupported': {
      text: 'ハッシュ関数が不明です[: {algorithm}]',
      hint: '新しい版の tst で検証し、利用できるハッシュ関数を時刻認証局に確認してください',
    },
    'hash-parameters': {
      text: 'ハッシュアルゴリズムに不要なパラメータがあります（なし又はNULLであるべきです）',
      hint: newToken,
    },
    'imprint-length': {
      text: 'ハッシュ値の長さが正しくありません[: {length}バイト、{algorithm} は{expected}バイト]',
      hint: newToken,
    },
    'imprint-mismatch': {
      text: 'ハッシュ値が一致しません。別のファイルであるか、タイムスタンプ付与後に変更されています[（{algorithm}）]',
      hint: '元のファイルと比較し、このトークンがこのファイルのものか確認してください',
    },
    'request-imprint-mismatch': {
      text: 'トークンは指定された要求への応答ではありません（アルゴリズム又はハッシュ値が異なります）',
      hint: '対応する要求を --request で指定するか、指定を外してください',
    },
    'no-digest': {
      text: 'トークンのハッシュアルゴリズムによるハッシュ値が与えられていません[: {algorithm}]',
      hint: 'ファイルを指定するか、そのアルゴリズムの値を --digest で与えてください',
    },

    rejected: {
      text: '時刻認証局が要求を拒否しました[: {status}][（{failInfo}）][: {text}]',
      hint: 'この応答にトークンはありません。要求を修正して再度タイムスタンプを取得してください',
    },
    'status-unknown': { text: '応答のステータスが不明です[: {status}]', hint: report },
    'granted-without-token': {
      text: '応答は許可を示していますが、トークンがありません',
      hint: '再度取得し、時刻認証局に連絡してください',
    },
    'token-despite-rejection': {
      text: '応答は拒否を示していますが、トークンを含んでいます[: ステータス {status}]',
      hint: report,
    },
    'granted-with-mods': {
      text: '変更付きで許可されました[: {what}]',
      hint: 'トークンの内容が要求した内容に沿うか確認してください',
    },
    'fail-info-despite-grant': { text: '許可の応答に失敗情報が含まれています[: {failInfo}]', hint: report },
    'nonce-missing': {
      text: '要求にはナンスがありますが、トークンにありません',
      hint: '再送攻撃の疑いがあります。信頼せず、再度取得してください',
    },
    'nonce-mismatch': {
      text: 'トークンのナンスが送信した値と異なります[: {sent} に対し {received}]',
      hint: '再送又は別の要求への応答の疑いがあります。信頼せず、再度取得してください',
    },
    'nonce-unrequested': {
      text: '要求していないナンスがトークンにあります',
      hint: '正しい要求を指定しているか確認してください',
    },
    'policy-not-requested': {
      text: '要求と異なるポリシーで発行されています[: {asked} に対し {received}]',
      hint: '利用できるポリシーを時刻認証局に確認してください',
    },
    'certificates-missing': {
      text: '証明書を要求しましたが、署名者の証明書がトークンにありません',
      hint: '再度取得し、時刻認証局に連絡してください',
    },
    'certificates-unrequested': { text: '要求していない証明書がトークンに含まれています', hint: nothing },

    'content-type': { text: 'CMS SignedData ではありません[: {found}]', hint: newToken },
    'econtent-type': { text: '署名対象が TSTInfo ではありません[: {found}]', hint: newToken },
    'econtent-missing': { text: '署名対象がトークンに含まれていません', hint: newToken },
    'signed-data-version': { text: 'SignedData のバージョンが通例と異なります[: {version}]', hint: onlyStrict },
    'signer-info-version': {
      text: 'SignerInfo のバージョンが署名者の示し方と合いません[: {version}、正しくは {expected}]',
      hint: onlyStrict,
    },
    'signer-count': { text: '署名はちょうど一つでなければなりません[（{count}個あります）]', hint: newToken },
    'ber-encoding': { text: 'DERであるべき箇所がBERで符号化されています', hint: onlyStrict },
    'explicit-default': { text: '省略すべき既定値が書かれています[: {field}]', hint: onlyStrict },
    'set-order': { text: '集合の要素がDERの順序ではありません[: {field}]', hint: onlyStrict },
    'padded-bits': { text: 'ビット列に余分なゼロがあります', hint: onlyStrict },
    'certificate-unreadable': {
      text: '読み取れない証明書があり、対象から外しました[: {reason}]',
      hint: '認証パスに必要であれば、読み取れる証明書を --certs で与えてください',
    },
    'signed-attributes-missing': { text: '署名属性がありません', hint: newToken },
    'attribute-duplicate': { text: '同じ属性が重複しています[: {attribute}]', hint: newToken },
    'attribute-values': { text: '属性の値はちょうど一つでなければなりません[: {attribute}]', hint: newToken },
    'content-type-attribute': {
      text: '署名属性 content-type がないか、TSTInfo を示していません[: {found}]',
      hint: newToken,
    },
    'message-digest-missing': { text: '署名属性 message-digest がありません', hint: newToken },
    'message-digest-mismatch': {
      text: '署名後にトークンの内容が変更されています（内容のハッシュ値が署名された値と異なります）',
      hint: 'このトークンを信頼せず、改変のない複製を入手してください',
    },
    'ess-missing': {
      text: '署名が自身の証明書を示していません（signingCertificate 属性がありません）',
      hint: newToken,
    },
    'ess-mismatch': {
      text: '署名が示す証明書と、署名を検証できる証明書が異なります',
      hint: 'このトークンを信頼しないでください。証明書が差し替えられた可能性があります',
    },
    'ess-issuer-serial': {
      text: 'signingCertificate 属性の発行者とシリアル番号が署名者のものと異なります',
      hint: newToken,
    },
    'ess-unmatched': {
      text: '署名が追加で示す証明書が見つかりません',
      hint: 'default ポリシーでは対応不要です。--certs で与えることもできます',
    },
    'signer-not-found': {
      text: '署名者の証明書が、トークンにも与えられた証明書にもありません',
      hint: '時刻認証局の証明書を --certs で与えてください',
    },
    'signature-invalid': {
      text: '署名が正しくありません。この証明書による署名ではないか、署名後に変更されています',
      hint: 'このトークンを信頼せず、改変のない複製を入手してください',
    },
    'signed-attributes-not-der': {
      text: '署名属性がDERの順序ではありません（受信したままの並びで署名を確認しました）',
      hint: onlyStrict,
    },
    'digest-algorithms-differ': {
      text: '署名者のダイジェストアルゴリズムが、トークンの一覧にありません',
      hint: onlyStrict,
    },

    'tst-version': { text: 'TSTInfo のバージョンが不明です[: {version}]', hint: newToken },
    'policy-not-accepted': {
      text: '受け入れていないポリシーで発行されています[: {policy}]',
      hint: 'このポリシーを受け入れる場合は --accept-policy で指定してください',
    },
    'serial-form': { text: 'シリアル番号が負であるか、160ビットを超えています', hint: nothing },
    'gen-time-fraction': { text: 'genTime の小数部が0で終わっています', hint: onlyStrict },
    'gen-time-leap-second': { text: 'genTime がうるう秒です', hint: nothing },
    'gen-time-future': {
      text: 'このコンピュータの時計では未来の時刻です[: {genTime}、現在 {now}]',
      hint: 'コンピュータの時計を合わせてから、再度検証してください',
    },
    'accuracy-assumed': {
      text: '精度の記載がないため、±{seconds}秒とみなします',
      hint: '保証される精度を時刻認証局に確認してください',
    },
    'tsa-name-mismatch': {
      text: 'トークンに書かれた時刻認証局名が証明書の名前と一致しません[: {name}]',
      hint: 'default ポリシーでは対応不要です',
    },
    'critical-extension': {
      text: '未知のクリティカル拡張があります[: {extension}]',
      hint: '新しい版の tst で検証してください',
    },

    'eku-missing': {
      text: '署名者の証明書はタイムスタンプ用ではありません（拡張鍵用途がありません）[: {reason}]',
      hint: 'このトークンを信頼しないでください。署名者は時刻認証局として認証されていません',
    },
    'eku-other-purpose': {
      text: '署名者の証明書はタイムスタンプ専用ではありません[: {purposes}]',
      hint: 'このトークンを信頼しないでください。署名者はタイムスタンプ専用として認証されていません',
    },
    'eku-not-critical': {
      text: '署名者の拡張鍵用途がクリティカルではありません',
      hint: 'この時刻認証局を承知している場合は --allow-noncritical-eku で受け入れられます',
    },
    'key-usage': { text: '署名者の証明書は署名用ではありません[: {usage}]', hint: report },
    'key-usage-further': { text: '署名者の証明書は署名以外の用途も許しています[: {usage}]', hint: nothing },
    'is-ca': { text: '署名者の証明書が認証局（CA）の証明書です', hint: report },
    'gen-time-before-certificate': {
      text: 'genTime が署名者の証明書の有効期間より前です[: {notBefore} から有効]',
      hint: report,
    },
    'gen-time-after-certificate': {
      text: 'genTime が署名者の証明書の有効期間より後です[: {notAfter} まで有効]',
      hint: report,
    },
    'private-key-usage-period': { text: 'genTime が署名鍵の使用期間の外です', hint: report },

    'path-signature': { text: '認証パスの証明書が、上位の証明書で署名されていません[: {reason}]', hint: otherPath },
    'path-critical-extension': {
      text: '認証パスの証明書に未知のクリティカル拡張があります[: {extension}][, {reason}]',
      hint: '新しい版の tst で検証するか、別の認証パスを --certs で与えてください',
    },
    'path-name-constraints': {
      text: '証明書の名前が、CAに許された名前の範囲外です[: {name}][（{reason}）]',
      hint: otherPath,
    },
    'path-basic-constraints': { text: '署名者の上位にある証明書がCA証明書ではありません[: {reason}]', hint: otherPath },
    'path-length': { text: '認証パスがCAの許す長さを超えています[: {reason}]', hint: otherPath },
    'path-key-usage': { text: '認証パスのCAは証明書に署名する用途を持ちません[: {reason}]', hint: otherPath },
    'path-policy': { text: '認証パス全体で有効な証明書ポリシーがありません[: {reason}]', hint: otherPath },
    'path-purpose': { text: '認証パスのCAはタイムスタンプ用ではありません[: {purpose}]', hint: onlyStrict },
    'path-name-chaining': {
      text: '証明書の発行者名が上位の証明書の主体者名と一致しません[: {reason}]',
      hint: otherPath,
    },
    'path-algorithm': { text: '認証パスの証明書に、利用できない鍵又は署名があります[: {reason}]', hint: otherPath },
    'no-chain': {
      text: '署名者の証明書から信頼点に至る認証パスがありません[: {reason}、発行者 {issuer}]',
      hint: '時刻認証局のルート証明書が真正であることを確認したうえで、--trust で指定してください',
    },
    'tls-root-set': {
      text: 'このルート証明書群はTLSサーバ用であり、タイムスタンプ用ではありません',
      hint: '時刻認証局自身のルート証明書を --trust で指定してください',
    },
    'anchor-dates': {
      text: '信頼点の証明書自体が有効期間外です[: {notBefore} から {notAfter} まで有効]',
      hint: '--at とコンピュータの時計を確認し、現在のルート証明書を時刻認証局に確認してください',
    },
    expired: {
      text: '有効期限切れの証明書が認証パスにあります[（{notAfter} まで）]。トークンだけでは証明になりません',
      hint: earlier,
    },
    'not-yet-valid': {
      text: 'まだ有効期間に入っていない証明書が認証パスにあります[（{notBefore} から）]',
      hint: '--at とコンピュータの時計を確認してください',
    },
    'expires-soon': {
      text: '12か月以内に有効期限を迎える証明書が認証パスにあります[（{notAfter} まで）]',
      hint: 'その日より前に、タイムスタンプを取得し直してください',
    },
    'algorithm-not-for-creation': {
      text: '作成時点で既に推奨されないアルゴリズムです[（{until} まで）][: {source}]',
      hint: '現行のアルゴリズムでタイムスタンプを取得し直してください',
    },
    'algorithm-no-longer-accepted': {
      text: '判定時点では受け入れられないアルゴリズムです[（{until} まで）][: {source}]',
      hint: earlier,
    },
    'algorithm-unlisted': {
      text: 'このアルゴリズムの期限がポリシーにありません',
      hint: '新しい版の tst を使うか、別の --policy で検証してください',
    },

    'no-source': {
      text: '失効しているかどうかを示す情報源がありません[: {reason}]',
      hint: '情報源を指定するか、この確認を名前で省略してください[（--skip {check}）]。省略したことは報告に記載されます',
    },

    'certificate-revoked': {
      text: '証明書は失効しています[: {date}][（失効理由 {reason}）][、{invalidityDate} から無効]',
      hint: 'このトークンは証明になりません。タイムスタンプを取得し直し、事情を発行元に確認してください',
    },
    'not-issued': {
      text: 'OCSP レスポンダは、この証明書を発行していないと回答しました',
      hint: '証明書が偽造された可能性があります。認証局に確認し、トークンは証拠として保管してください',
    },
    'revoked-after-token': {
      text: '証明書はトークンの発行後に失効しました[: {date}][（失効理由 {reason}）]',
      hint: 'トークンの発行は失効より前です。この結果を保管し、念のためタイムスタンプを取得し直してください',
    },
    'ca-revoked-after-token': {
      text: '認証局の証明書はトークンの発行後に失効しました[: {date}][（失効理由 {reason}）]',
      hint: '失効前にトークンが存在したことを別の証拠で示すか、タイムスタンプを取得し直してください',
    },
    'revoked-within-accuracy': {
      text: '証明書の失効日時は、トークンの時刻の精度の範囲内です[: {date}][（失効理由 {reason}）]',
      hint: '前後を判定できません。タイムスタンプを取得し直してください',
    },
    'on-hold': {
      text: '証明書は一時停止中（certificateHold）です[: {date} から]',
      hint: '解除又は失効が確定した後に、再度検証してください',
    },
    'conflicting-status': {
      text: '失効情報に失効と記載されていますが、より新しい回答は有効としています[: {url}]',
      hint: '失効は取り消されません。どちらが正しいか認証局に確認してください',
    },
    'older-than-token': {
      text: '失効情報がトークンより古いものです[（{thisUpdate} 発行）]',
      hint: 'オンラインで、又は新しい CRL の発行後に、再度検証してください',
    },
    'no-revocation-published': {
      text: '発行したCAは、この証明書の失効情報を公開していません（id-ce-noRevAvail）',
      hint: '対処は不要です。このような証明書は有効期間が短く定められています',
    },
    stale: {
      text: '失効情報が古いか、判定時点のものではありません[（{thisUpdate} 発行）][（{nextUpdate} まで）]',
      hint: 'オンラインで再度検証するか、最新の CRL 又は OCSP 応答を指定してください',
    },
    'reasons-missing': {
      text: 'CRL が一部の失効理由しか対象としていません',
      hint: '他の配布点の CRL も指定してください',
    },
    'critical-revocation-extension': {
      text: '失効情報に未知のクリティカルな拡張があります[: {extension}]',
      hint: '新しい版の tst を使うか、別の CRL 又は OCSP 応答を指定してください',
    },
    'not-authentic': {
      text: '失効情報の署名者が正当ではありません[: {reason}]',
      hint: '認証局から取得し直してください。この失効情報の入手元は信頼できません',
    },
    'revocation-nonce': {
      text: 'OCSP 応答のノンスが、送信したものと異なります',
      hint: '応答が再送された可能性があります。再度要求し、続く場合は別のネットワークを使ってください',
    },
    'delta-without-base': {
      text: 'デルタ CRL に対応する完全な CRL がありません',
      hint: '基になる完全な CRL も指定してください',
    },
    'out-of-scope': {
      text: '失効情報がこの証明書を対象としていません[: {reason}]',
      hint: '証明書に記載された CRL 又はこの証明書の OCSP 応答を指定してください',
    },
    'responder-unknown': {
      text: 'OCSP レスポンダはこの証明書を知らないと回答しました',
      hint: '発行者の CRL を指定するか、別のレスポンダを使ってください',
    },
    'responder-error': {
      text: 'OCSP レスポンダがエラーを返しました[: {status}]',
      hint: '時間をおいて再度検証してください',
    },
    'revocation-unreadable': {
      text: 'CRL 又は OCSP 応答として読み取れません[: {reason}]',
      hint: '取得し直してください。エラー画面が保存されていないか確認してください',
    },
    unreachable: {
      text: '失効情報を取得できません[: {reason}]',
      hint: '時間をおいて再度検証するか、CRL 又は OCSP 応答を指定してください',
    },
    'not-yet-known': {
      text: '指定した時点では、まだ知られていない失効情報です[（{thisUpdate} 発行）]',
      hint: '現在の情報で判定するには、--as-known-on を指定しないでください',
    },

    'tst-revoked': {
      text: 'このトークンは事業者により失効しています[: {date}][（{cause}）][、該当項目 {by}][、{fetchedAt} のリスト][、告知 {notice}]',
      hint: 'このトークンは証明になりません。タイムスタンプを取得し直し、この結果と事業者の告知を保管してください',
    },
    'tst-no-longer-listed': {
      text: '以前の失効リストに記載されていたトークンが、現在のリストにはありません',
      hint: '記載がなくなっても失効は取り消されません。どちらが正しいか事業者に確認してください',
    },
    'list-rollback': {
      text: '失効リストが前回より古いか、更新されずに項目が消えています[: {reason}][、{before}][ から {after}][（{thisUpdate} 発行）]',
      hint: '別のネットワークから取得し直し、事業者に確認してください。このリストは使用していません',
    },
    'list-unauthentic': {
      text: '失効リストが事業者のものと確認できません[: {reason}]',
      hint: '署名とともに取得し直してください。この入手元は信頼できません',
    },
    'list-unreadable': {
      text: 'トークンの失効リストを読み取れません[: {line}行{column}列][、{field}][: {reason}]',
      hint: '取得し直し、プロファイルの形式が合っているか、エラー画面が保存されていないか確認してください',
    },
    'list-no-radix': {
      text: '失効リストのシリアル番号が10進か16進か不明です[: {line}行{column}列][、{field}]',
      hint: 'プロファイル又はリストに基数（10 又は 16）を明記してください。基数を誤ると該当するトークンを見落とします',
    },
    'list-unreachable': {
      text: 'トークンの失効リストを取得できません[: {reason}]',
      hint: '時間をおいて再度検証するか、リストをファイルで指定してください',
    },
    'list-out-of-scope': {
      text: 'このトークンの判定には使えない失効リストです[: {reason}]',
      hint: 'トークンを発行した事業者のプロファイル（--profile）又はリストを指定するか、プロファイルを修正してください',
    },
    'list-without-profile': {
      text: '失効リストの対象を示すプロファイルがないため、このトークンを対象とするものとして扱いました',
      hint: '別の時刻認証局のシリアル番号と混同しないよう、事業者のプロファイルを追加してください',
    },
    'list-stale': {
      text: 'トークンの失効リストが古いか、判定時点のものではありません[: {reason}][（{thisUpdate} 発行）][（{nextUpdate} まで）][（{fetchedAt} 取得）]',
      hint: 'オンラインで再度検証するか、最新のリストを指定してください',
    },
    'predates-token': {
      text: 'トークンの失効リストがトークンより古いため、このトークンの失効は記載され得ません[（{thisUpdate} 発行）][（{fetchedAt} 取得）]',
      hint: 'リストを取得し直してください。取得直後であれば、この端末の時計を確認してください',
    },
    'page-changed': {
      text: '確認済みのページが変更されています[（{reviewedAt} 確認）][: 追加 {added}件、削除 {removed}件]',
      hint: 'tst repo review で変更点を確かめ、ページを読んで、失効したトークンの有無を記録してください',
    },
    'page-document-changed': {
      text: 'ページからリンクされた文書が、確認後に変更されています[（{reviewedAt} 確認）][: {url}]',
      hint: '文書を読み、tst repo review で失効したトークンの有無を記録してください',
    },
    'page-unreviewed': {
      text: 'ページの内容をまだ誰も確認していません',
      hint: 'ページを読み、tst repo review で失効したトークンの有無を記録してください',
    },
    'page-region-missing': {
      text: '監視対象の領域がページにないか、空です[: {selector}]',
      hint: 'ページを開き、エラー画面や改装でないか確認したうえで、プロファイルのセレクタを修正してください',
    },
    'statement-only': {
      text: '事業者が失効リストを公表していないというのは、利用者自身の申告です[（{statedAt}）]',
      hint: '公表が始まっていないか、ときどき確認してください',
    },
    'statement-not-enough': {
      text: '失効リストが公表されていないという申告だけでは足りません[（{statedAt}）]',
      hint: 'strict ポリシーの場合、又は事業者のリストやページがある場合は、それらだけが有効です',
    },
    'statement-lapsed': {
      text: '失効リストが公表されていないという申告の期限が切れています[（{statedAt} 申告）][（{until} まで）][: {reason}]',
      hint: '公表が始まっていないか確認し、なければ改めて申告してください',
    },
  },
  noChain: {
    'no-trust': {
      text: '信頼点となるルート証明書が指定されていないため、認証パスを構築できません[: 最後に探した発行者 {issuer}]',
      hint: '時刻認証局のルート証明書が真正であることを確認したうえで、--trust で指定してください。ルートでない証明書は --trust-any でのみ信頼点になります',
    },
    'other-key': {
      text: '発行者と同名の証明書はありますが、鍵が異なり署名者ではありません[: 発行者 {issuer}、同名 {sameName}件、信頼点 {anchors}件を照合]',
      hint: '実際に署名した同名のルート証明書を --trust で指定してください。更新された可能性があるため、時刻認証局に確認してください',
    },
    'issuer-missing': {
      text: '認証パスの途中で発行者の証明書がありません[: 発行者 {issuer}、信頼点 {anchors}件に該当なし]',
      hint: '不足するCA証明書を --certs で与えてください。時刻認証局のルート証明書であれば、真正であることを確認したうえで --trust で指定してください',
    },
    'root-not-trusted': {
      text: '行き着くルート証明書が信頼点に含まれていません[: ルート {issuer}、信頼点 {anchors}件を照合]',
      hint: '時刻認証局の真正なルート証明書であることを確認したうえで、このルート証明書を --trust で指定してください',
    },
  },
  noSource: {
    'certificate-revocation': {
      text: '証明書が失効しているかどうかを示す CRL も OCSP 応答もありません[: {reason}]',
      hint: '--offline を付けずに検証するか、--crl で CRL を、--ocsp で OCSP 応答を指定してください',
    },
    'tst-revocation': {
      text: 'この事業者の失効したトークンのリストが分かりません',
      hint: 'プロファイルに記載する（tst profile add）か、--tst-revocation-list で指定してください[。--skip {check} でこの確認を省略できます]',
    },
  },
  errors: {
    usage: {
      text: '使い方が正しくありません[: {what}]',
      hint: '`tst --help` 又は `tst <サブコマンド> --help` を参照してください',
    },
    'token-unreadable': {
      text: '{path} はタイムスタンプ応答でもタイムスタンプトークンでもありません[: {reason}][（{offset}バイト目）][。{swapped} がトークンです（ファイル、トークンの順に指定します）]',
      hint: '[順序を入れ替える（tst verify {path} {swapped}）か、]`tst inspect` で内容を確認してください',
    },
    'request-unreadable': {
      text: '{path} はタイムスタンプ要求ではありません[: {reason}][（{offset}バイト目）]',
      hint: '送信した .tsq ファイルを指定してください',
    },
    'certificate-unreadable': {
      text: '{path} から証明書を読み取れません[: {reason}][（{offset}バイト目）]',
      hint: 'DER又はPEM形式の証明書を指定してください',
    },
    'trust-unreadable': {
      text: '{path} から信頼する証明書を読み取れません[: {reason}][（{offset}バイト目）]',
      hint: 'PEM若しくはDERのファイル、フォルダ、ZIP、又は bundled、system を指定してください',
    },
    'crl-unreadable': {
      text: '{path} からCRLを読み取れません[: {reason}][（{offset}バイト目）]',
      hint: 'DER又はPEM形式のCRL、若しくはCRLを収めたフォルダ又はZIPを指定してください。OCSP応答は --ocsp で指定します',
    },
    'ocsp-unreadable': {
      text: '{path} からOCSP応答を読み取れません[: {reason}][（{offset}バイト目）]',
      hint: 'DER又はPEM形式のOCSP応答、若しくはそれを収めたフォルダ又はZIPを指定してください。CRLは --crl で指定します',
    },
    'evidence-unreadable': {
      text: '{path} は保存した証拠として利用できません[: {reason}][（{offset}バイト目）][（対象 {object}）]',
      hint: '--save-evidence で保存したファイル、又はそれを収めたフォルダを指定してください。保存後に変更されている場合は、変更のない写しを入手してください',
    },
    'evidence-unsaved': {
      text: '証拠が大きすぎ、後で読み取れる一つのファイルに収まりません[: {reason}]',
      hint: '--save-evidence を外して検証してください。判定は変わりません。CRLとOCSP応答は個別に保管できます',
    },
    'input-unreadable': {
      text: '{path} を読み取れません[: {reason}][（{offset}バイト目）]',
      hint: 'ファイルであることと、その権限を確認してください',
    },
    'inspection-stopped': {
      text: '{path} を最後まで読み取れません[: {reason}][（{offset}バイト目）]',
      hint: 'ファイルを入手し直すか、正しいファイルか確認してください。読み取れた内容は表示しています',
    },
    'input-too-large': {
      text: '{path} が大きすぎます[（上限 {limit} バイト）]',
      hint: '正しいファイルか確認してください',
    },
    'digest-differs': {
      text: '{path} の {algorithm} ハッシュ値が 指定された値と異なります: {given} に対し {found}',
      hint: '値（マニフェストではその行）を訂正するか、--digest を外してファイル自体のタイムスタンプを取得するか、出力名を変えてください',
    },
    'digest-needed': {
      text: 'トークンには別のアルゴリズムのハッシュ値が必要です[: {algorithm}][（指定されたものは {given}）]',
      hint: 'ファイルを指定するか、そのアルゴリズムの値を --digest で与えてください',
    },
    'stdin-twice': { text: '標準入力から読めるのは一つだけです', hint: 'もう一方はファイルで指定してください' },
    'url-refused': {
      text: '{url} は利用できないアドレスです[: {reason}]',
      hint: 'http 又は https のアドレスを、ユーザー名とパスワードを含めずに指定してください',
    },
    'output-collision': {
      text: '出力の名前が、他の出力又は処理の対象や入力となるファイルと重複します[: {path}]',
      hint: '出力ごとに別の名前を指定してください。同名のファイルに付与する場合は、一つずつ処理するか、--out-dir で別のフォルダを指定してください',
    },
    'password-missing': {
      text: '[ユーザー {user} の][{path} に]パスワードがありません',
      hint: '標準入力の独立した行（--password-stdin）、ファイル（stamp の --password-file）、又は TST_PASSWORD で指定してください',
    },
    'input-missing': { text: '{path} がありません', hint: 'パスを確認してください' },
    'token-missing': {
      text: '{path} に対応するトークンがありません[: {reason}][（探した名前: {tried}）]',
      hint: 'トークンを指定してください: tst verify <ファイル> <トークン>',
    },
    unreachable: {
      text: '{url} に接続できません[: {reason}]',
      hint: 'アドレス、ネットワーク、プロキシの設定を確認してください',
    },
    timeout: {
      text: '{url} から時間内に応答がありません[（{phase}）]',
      hint: '再度実行するか、--timeout で待ち時間を延ばしてください',
    },
    tls: {
      text: '{url} と安全に接続できません[: {reason}]',
      hint: 'サーバの証明書を確認してください。独自のCAは --tls-ca で指定します',
    },
    'http-status': {
      text: '{url} がHTTPステータス {status} を返しました[: {excerpt}]',
      hint: 'タイムスタンプサービスのアドレスを確認してください',
    },
    'body-truncated': {
      text: '{url} の応答が途中で切れました',
      hint: '再度実行してください。続く場合はサービス又はプロキシの管理者に確認してください',
    },
    'body-encoding': {
      text: '{url} の応答を展開できません[: {encoding}]',
      hint: 'サービス又はプロキシの管理者に確認してください',
    },
    internal: {
      text: '内部エラーです[: {reason}][。受信した内容を {path} として残しました]',
      hint: 'tst の不具合です。コマンドラインを添えて報告してください。TST_DEBUG=1 で発生箇所を表示します',
    },
    'output-exists': {
      text: '{path} は既に存在します',
      hint: '別の名前又はフォルダを指定するか、既存のものを先に削除してください。`tst stamp` のトークンと `tst audit` の報告書は --force で上書きできます',
    },
    'stdout-failed': {
      text: '標準出力に書き込めません[: {reason}]',
      hint: '出力先（ディスクの空き容量など）を確認してください。判定の終了コードは、結果を出力できた場合だけ返します',
    },
    'port-unavailable': {
      text: 'ポート {port} で待ち受けできません[: {reason}]',
      hint: '--port で別のポートを指定するか、指定を外して空いているポートを使ってください',
    },
    'output-failed': {
      text: '{path} に書き込めません[: {reason}]',
      hint: 'フォルダの有無、権限、空き容量を確認してください',
    },
    rejected: {
      text: '時刻認証局が要求を拒否しました[: {status}][（{failInfo}）][: {text}]',
      hint: '要求を見直してください。多くは --hash 又は --request-policy が原因です',
    },
    'not-a-response': {
      text: '{url} の応答はタイムスタンプ応答ではありません[: {reason}][: {excerpt}][（種別 {contentType}）]',
      hint: 'ウェブページではなく、タイムスタンプサービスのアドレスか確認してください',
    },
    'body-too-large': {
      text: '{url} の応答が大きすぎます[（上限 {limit} バイト）]',
      hint: 'タイムスタンプサービスのアドレスを確認してください',
    },
    unauthorized: {
      text: '{url} が[「{realm}」の]正しい認証情報を求めています[（HTTPステータス {status}）]',
      hint: '--user を指定し、パスワードを TST_PASSWORD、--password-file 又は --password-stdin で与えてください',
    },
    'address-refused': {
      text: '{url} は公開されていないアドレスを指しています[: {address}]',
      hint: '意図したものであれば --allow-private-network で許可してください',
    },
    'redirect-refused': {
      text: '{url} が許可されない転送先を示しました[: {reason}]',
      hint: 'サービスの最終的なアドレスを指定してください',
    },
    'code-refused': {
      text: '{path} はプログラムの類です。契約上、コード署名には利用できません[: {reason}]',
      hint: '対象から外してください。コード署名の用途でなければ、--allow-code を指定するとタイムスタンプを取得できます',
    },
    'secret-missing': {
      text: '[{kind} 用の]認証情報 {name} がありません[（保存されているものは {found} 用）][（{variable} が未設定）]',
      hint: '`tst login {name}[ --kind {kind}]` で保存するか、この名前の環境変数 TST_SECRET_… を設定してください。保存されているものは `tst login --list` で確認できます',
    },
    'secret-exposed': {
      text: '{path} は認証情報の保存先として安全ではありません[（モード {mode}）][: {reason}]',
      hint: '本人だけが読めるようにしてください（chmod go= {path}）。他者に読まれたおそれがあれば、パスワードを変更して再度ログインしてください',
    },
    'secret-unavailable': {
      text: 'キーチェーンで認証情報 {name} を扱えません[: {reason}]',
      hint: 'キーチェーンのロックを解除するか、`tst login {name} --store file` でファイルに保存してください',
    },
    'profile-invalid': {
      text: '{path}[ {line}行][ {column}桁][ {key}]: {reason}[（ほか{more}件）]',
      hint: '`tst profile edit` で修正してください。`tst profile check` で誤りをすべて確認できます',
    },
    'profile-missing': {
      text: 'プロファイル {name} が {path} にありません',
      hint: '[{suggestion} ではありませんか。][登録済み: {choices}。]一覧は `tst profile list`、作成は `tst profile add {name}` です',
    },
    'profile-twice': {
      text: 'プロファイル {name} が二つあります: {path} と {other}',
      hint: '一方のファイルを削除するか、名前を変えてください',
    },
    'profile-exists': {
      text: 'プロファイル {name} は既にあります: {path}',
      hint: '`tst profile edit` で変更するか、--force で上書きしてください',
    },
    'anchor-differs': {
      text: '{path} が指定する信頼点が[ {file} に]ありません: 期待するSHA-256は {sha256}、実際は {found}',
      hint: '意図した差し替えであれば `tst trust import` で取り込み、そうでなければ指定の証明書を入手し直してください',
    },
    'editor-failed': {
      text: 'エディタが正常に終了しませんでした[: {reason}]。プロファイルは元のままです',
      hint: 'VISUAL 又は EDITOR に正しいプログラムを設定するか、--set で項目ごとに変更してください',
    },
    'not-confirmed': {
      text: 'フィンガープリントが確認されなかったため、何も取り込んでいません',
      hint: 'プロバイダが公表する値と照合し、端末で実行して yes と答えるか、--yes を指定してください',
    },
    configuration: { text: '設定が正しくありません[: {path}][: {reason}]', hint: '修正して再度実行してください' },

    'audit-missing': {
      text: '完了した一括検証[（{roots}、{date} より前のもの）]の記録が {path} にありません',
      hint: '`tst audit` を --no-record なしで実行すると記録されます。一覧は `tst audit list`、別のフォルダは TST_DATA_DIR で指定してください',
    },
    'audit-unfinished': {
      text: '一括検証 {path} は完了していません: {total} 件中 {done} 件を検証済みです',
      hint: '開始時と同じコマンドに --resume を付けて実行してください',
    },
    'ledger-missing': {
      text: '台帳 {path} がありません',
      hint: 'タイムスタンプの取得時に作られます。別の台帳は --ledger、フォルダは TST_DATA_DIR で指定してください',
    },
    'review-unconfirmed': {
      text: '確認されなかったため、何も記録していません',
      hint: '端末で実行するか、ページの内容を --no-token-revoked 又は --revoked で示し、--yes で確定してください',
    },
    'tst-list-unreadable': {
      text: '失効トークンのリスト {path} を読み取れません[: {line}行{column}桁][、{field}][: {reason}]',
      hint: '該当箇所を直してください。何も記録していません',
    },
    'entry-missing': {
      text: '台帳 {path} に {what} の記録がありません',
      hint: 'シリアル番号若しくはハッシュ値（16進数）、又は取得時のファイル名を指定してください。`tst ledger list` で一覧を表示します',
    },
    'ledger-damaged': {
      text: '台帳 {path} が壊れています[: {reason}][（{detail}）]',
      hint: 'バックアップから、-wal と -shm のファイルを含めて戻してください。移動すれば新しい台帳を始められます',
    },
    'audit-damaged': {
      text: '一括検証の記録 {path} は使用できません[: {reason}]',
      hint: 'もう一度検証すると新しい記録が作られます',
    },
    'audit-newer': {
      text: '一括検証の記録 {path} は別の版の tst で書かれています[: 形式 {version}]',
      hint: 'その版の tst を使うか、検証し直してください',
    },
    'ledger-newer': {
      text: '台帳 {path} は新しい版の tst で書かれています[: 形式 {version}、対応は {known} まで]',
      hint: 'その版の tst を使ってください。台帳は変更していません',
    },
    'quota-reached': {
      text: '[{profile} の]{period} の契約数量を使い切りました: {limit} 件のうち {used} 件[、ほかに応答のない要求 {unanswered} 件]',
      hint: '送信していません。次の期間を待つか、契約数量を変更してプロファイルに反映してください',
    },
  },
  usage: {
    'unknown-option': {
      text: '不明なオプションです: {option}',
      hint: '[{suggestion} ではありませんか。]`tst {verb} --help` でオプションを確認してください',
    },
    'unknown-command': {
      text: '不明なサブコマンドです: {verb}',
      hint: '[{suggestion} ではありませんか。]`tst --help` でサブコマンドを確認してください',
    },
    'missing-argument': { text: '引数がありません: {argument}', hint: '`tst {verb} --help` に使用例があります' },
    'option-argument-missing': {
      text: 'オプションの値がありません: {option}',
      hint: '`tst {verb} --help` に使用例があります',
    },
    'excess-arguments': {
      text: '引数が多すぎます[（{count}個、最大{expected}個）]',
      hint: '繰り返せるオプションも値は一つずつです。`tst {verb} --help` に使用例があります',
    },
    'no-verb': { text: 'サブコマンドが指定されていません', hint: '`tst --help` でサブコマンドを確認してください' },
    'bad-choice': { text: '{option} に {value} は指定できません', hint: '指定できる値: {choices}' },
    'bad-time': {
      text: '{option} {value} は日付でも時刻でもありません',
      hint: '[{gentime}、]日付（例 2024-01-31、UTCでその日の始まり）、又は 2024-01-31T12:00:00Z のように指定してください',
    },
    'time-without-zone': {
      text: '{option} {value} はどの時間帯の時刻か示していません',
      hint: 'UTCは Z、その他は時差を付けてください: {value}Z、{value}+09:00',
    },
    'bad-oid': {
      text: '{option} {value} はオブジェクト識別子ではありません',
      hint: '1.3.6.1.4.1.13762.3 のように数字と点で指定してください',
    },
    'bad-digest': {
      text: '{option} {value} はハッシュ値ではありません[（16進数{wanted}桁のうち{found}桁）]',
      hint: '<アルゴリズム>:<16進数> の形で指定してください（sha256 は64桁）。アルゴリズム: {choices}',
    },
    'not-a-number': {
      text: '{option} {value} は数ではありません',
      hint: '{min} から {max} までの数を指定してください',
    },
    'bad-fault': {
      text: '{option} に {value} は指定できません',
      hint: '[{suggestion} ではありませんか。]`tst lab --list-faults` に一覧があります',
    },
    'one-file': {
      text: '{option} を指定できるのはファイルが一つのときだけです',
      hint: 'ファイルごとに実行するか、{option} を外してください',
    },
    'judged-now': {
      text: 'stamp は取得した時点で判定するため、{option} は指定できません',
      hint: '{option} を外してください。別の時点での判定は、取得後に `tst verify {option}` で行えます',
    },
    'offline-stamp': {
      text: '時刻認証局への接続が必要なため、stamp に --offline は指定できません',
      hint: '--offline を外すか（証明書を取得しないのは --no-aia）、送信しない --query-only 又は --dry-run を使ってください',
    },
    'bad-number': { text: '{option} {value} は範囲外です', hint: '{min} から {max} までの数を指定してください' },
    'bad-url': {
      text: '{option} {value} は http 又は https のアドレスではありません',
      hint: 'https://tsa.example/tsr のように、ユーザー名とパスワードを含めずに指定してください',
    },
    'not-skippable': { text: '確認 {value} は省略できません', hint: '省略できるもの: {choices}' },
    'given-twice': { text: 'オプション {option} が重複しています', hint: '一方を外してください' },
    conflict: { text: '{option} と {other} は同時に指定できません', hint: '一方を外してください' },
    'request-is-made': {
      text: 'stamp は要求を自ら作成するため、--request は指定できません',
      hint: '--request を外してください。送信した要求は --save-request で残せます',
    },
    'password-in-argv': {
      text: 'パスワードをコマンドラインに書くと他者に見えてしまいます',
      hint: '--user にはユーザー名だけを指定し、パスワードは TST_PASSWORD、--password-file 又は --password-stdin で与えてください',
    },
    'password-without-user': { text: '{option} には --user が必要です', hint: '--user でユーザー名を指定してください' },
    'bad-secret-name': {
      text: '{value} は認証情報の名前にできません',
      hint: '英数字で始まり、英数字と -、_、. から成る64文字以内の名前にしてください',
    },
    'nobody-to-ask': {
      text: '{what} を入力する端末がありません',
      hint: '--password-stdin を指定し、標準入力から与えてください',
    },
    'bad-profile-name': {
      text: '{value} はプロファイルの名前にできません',
      hint: '英小文字、数字、点、ハイフン、下線を64文字以内で、英小文字又は数字から始めてください',
    },
    'bad-key': {
      text: '{option}: プロファイルに {value} という項目はありません',
      hint: '[{suggestion} ではありませんか。][指定できる項目: {choices}]',
    },
    'bad-pair': { text: '{option} {value} は「項目=値」の形ではありません', hint: '例: --set service.hash=sha512' },
    'bad-value': {
      text: '{option} に {value} は指定できません。{form}が必要です',
      hint: '`tst profile edit --help` に使用例があります',
    },
    'setting-missing': {
      text: 'プロファイルに {key} が必要ですが、尋ねる相手がいません',
      hint: '{option} で指定するか、端末で実行してください',
    },
    'whom-to-ask': {
      text: '要求先が指定されていません',
      hint: 'プロファイルを --profile で（作成は `tst profile add`）、又はアドレスを --tsa で指定してください',
    },
    'which-profile': {
      text: 'どのプロファイルか分かりません',
      hint: '--profile で指定してください[（登録済み: {choices}）]。作成は `tst profile add` です',
    },
    'tls-roots': {
      text: 'bundled と system はTLSサーバ用のルート集であり、プロバイダの信頼点としては取り込めません',
      hint: 'プロバイダ又は省庁が公開するファイルを取り込んでください',
    },
    'bad-day': {
      text: '{option} {value} は日付ではありません',
      hint: '2024-01-31 のような日付、又は 2024-01-31T12:00:00Z のように時差付きの時刻で指定してください',
    },
    'no-person': {
      text: '{option} には端末が必要です',
      hint: '--set 項目=値 で項目ごとに変更し、--unset 項目 で削除してください',
    },
    'option-needs': { text: '{option} には {other} が必要です', hint: '`tst {verb} --help` に使用例があります' },

    'no-subcommand': {
      text: '{verb} には次のいずれかが必要です: {choices}',
      hint: '`tst {verb} --help` に使用例があります',
    },
    'unknown-subcommand': {
      text: '不明なサブコマンドです: {verb} {value}',
      hint: '[{suggestion} ではありませんか。]指定できるもの: {choices}',
    },
    'bad-zone': {
      text: '{option} {value} はタイムゾーンではありません',
      hint: 'Asia/Tokyo、UTC のように指定してください',
    },
    'bad-report': {
      text: '--report {value} は報告書の指定ではありません',
      hint: 'html=audit.html のように <形式>=<ファイル> と書いてください。形式: {choices}',
    },
    'bad-pattern': {
      text: '--pattern {value} はトークンの名前になりません',
      hint: '波括弧に入れた name 又は stem を一度だけ書き、後に文字列を続け、フォルダは書かないでください。例は `tst audit --help` にあります',
    },
    'names-nothing': {
      text: '{option} {value} はどのファイルも指しません',
      hint: '*.pdf、2025/** のような形、又はフォルダの名前を指定してください',
    },
    'one-token': {
      text: '{option} は一つのトークンについての指定であり、audit は多数を扱います',
      hint: '外すか、そのトークンには `tst verify {option}` を使ってください',
    },
    'not-a-manifest': {
      text: '{value} はフォルダでもマニフェスト（.csv、.jsonl）でもありません',
      hint: '一つのファイルには `tst verify {value}` を、引数が検証するファイルであるときは --files を使ってください',
    },
    'not-a-day': { text: '{option} {value} は暦の日付ではありません', hint: '2024-01-31 のように指定してください' },
    'not-a-month-day': {
      text: '{option} {value} は毎年ある月日ではありません',
      hint: '04-01 のように月日を指定してください',
    },
    'empty-period': { text: '--from {from} が --to {to} より後です', hint: '二つを入れ替えてください' },
  },
  profile: {
    syntax: {
      text: '読み取れません[: {reason}]',
      hint: '記述を修正してください。JSONとして読むのは .json で終わるファイルです',
    },
    'not-utf8': { text: 'UTF-8ではありません', hint: 'UTF-8で保存してください' },
    'too-deep': { text: '入れ子が深すぎます', hint: 'プロファイルの入れ子は、表の中の配列の中の表までです' },
    'line-too-long': { text: '行が{max}文字を超えています', hint: '証明書は別のファイルにしてください' },
    'duplicate-key': { text: '同じ項目又は表が二度あります', hint: '一方を削除してください' },
    'unknown-key': {
      text: 'このような項目はありません',
      hint: '[{suggestion} ではありませんか。][指定できる項目: {choices}]',
    },
    'not-for-kind': { text: '種別 {kind} にない項目です', hint: '削除するか、kind を修正してください' },
    'missing-key': { text: '必須の項目がありません', hint: '追加してください' },
    'wrong-form': { text: '{form}が必要です', hint: '値を修正してください' },
    'bad-choice': { text: '次のいずれかが必要です: {choices}', hint: '値を修正してください' },
    'out-of-range': { text: '{min} から {max} までの数が必要です', hint: '値を修正してください' },
    'too-many': { text: '{max}件を超えています', hint: '減らしてください' },
    'newer-schema': {
      text: 'より新しい版の tst のプロファイルです',
      hint: 'tst を更新してください。この版には内容が分かりません',
    },
    'name-differs': { text: 'ファイル名は {expected} です', hint: 'ファイル名又は name を修正してください' },
    excludes: { text: '{other} と同時には指定できません', hint: '一方を削除してください' },
    needs: { text: '{other} も必要です', hint: '追加するか、この項目を削除してください' },
    'one-of': { text: '次のいずれかが必要です: {choices}', hint: '一つを追加してください' },
    order: { text: '{other} より前の日付です', hint: 'いずれかの日付を修正してください' },
    'same-anchor': { text: '同じ信頼点が二度あります', hint: '一方を削除してください' },
    'secret-in-clear': {
      text: '{url} に認証情報が暗号化されずに送られます',
      hint: 'サービスの https のアドレスを指定してください',
    },
    'not-https': {
      text: 'https でないリストは途中で差し替えられるおそれがあります',
      hint: 'https のアドレスを指定するか、ほかにない場合は allowHttp = true を設定してください',
    },
    'form-not-kept': {
      text: 'ファイル全体を書き直さずには変更できません',
      hint: '`tst profile edit` で手で変更してください',
    },
  },
  forms: {
    text: '引用符で囲んだ1行の文字列',
    path: 'ファイルのパス',
    oid: '1.3.6.1.4.1.13762.3 のようなオブジェクト識別子',
    sha256: 'SHA-256フィンガープリント（コロンなしの16進小文字64桁）',
    date: '2024-01-31 のような日付、又は 2024-01-31T12:00:00+09:00 のような時差付きの時刻',
    name: '英小文字、数字、点、ハイフン、下線からなる名前',
    secret: '認証情報そのものではなく、`tst login` で保存した名前',
    url: 'ユーザー名とパスワードを含まない http 又は https のアドレス',
    number: '数',
    'true-false': 'true 又は false',
    list: '角括弧の配列',
    table: '項目を持つ表',
    header: 'HTTPヘッダの名前',
    pem: 'PEM形式の証明書',
    country: 'JP のような大文字2文字の国コード',
    'time-zone': 'Asia/Tokyo のような時間帯名',
    'utc-offset': '+09:00 のようなUTCとの時差',
    encoding: 'shift_jis のような文字コード名',
    'tsa-name': 'CN=TSU 1, O=Provider のような名前、又は CN の値',
  },
  rules: {
    'imprint.algorithm': 'ハッシュ関数',
    'imprint.length': 'ハッシュ値の長さ',
    'imprint.match': 'データとのハッシュ値の一致',
    'imprint.request': '要求とのハッシュ値の一致',
    'response.status': '応答のステータス',
    'response.nonce': 'ナンスの一致',
    'response.policy': '要求したポリシー',
    'response.certificates': '要求した証明書の有無',
    'cms.content-type': 'コンテンツ種別',
    'cms.version': '署名形式のバージョン',
    'cms.signer-count': '署名者の数',
    'cms.signed-attributes': '署名属性',
    'cms.message-digest': '署名された内容のハッシュ値',
    'cms.signing-certificate': '署名が示す証明書',
    'cms.further-ess': '署名が追加で示す証明書',
    'cms.signer': '署名者の証明書',
    'cms.signature': '署名',
    'tst.version': 'トークンのバージョン',
    'tst.policy': 'ポリシー',
    'tst.serial': 'シリアル番号',
    'tst.gen-time': '時刻の形式',
    'tst.future': '未来の時刻でないこと',
    'tst.accuracy': '精度',
    'tst.tsa': '時刻認証局名',
    'tst.extensions': 'トークンの拡張',
    'tsa.eku': '証明書の拡張鍵用途',
    'tsa.key-usage': '証明書の鍵用途',
    'tsa.not-ca': 'CA証明書でないこと',
    'tsa.validity': 'genTime における証明書の有効期間',
    'path.build': '信頼点までの認証パス',
    'path.constraints': '認証パスの制約',
    'path.validity': '判定時点における認証パスの有効期間',
    'algorithm.strength': 'アルゴリズムの強度',
    'revocation.authentic': '失効情報の真正性',
    'revocation.scope': '失効情報の対象範囲',
    'revocation.fresh': '失効情報の新しさ',
    'revocation.status': '証明書の失効の有無',
    'tst-list.source': 'TST失効リストの情報源',
    'tst-list.fresh': 'TST失効リストの新しさ',
    'tst-list.listed': 'TSTの失効の有無',
  },
  checks: {
    imprint: 'ハッシュ値の一致',
    signature: 'TSTの署名確認',
    'certificate-revocation': '公開鍵証明書の失効確認',
    'tst-revocation': 'TSTの失効確認',
  },
  verdicts: { VALID: '有効 (VALID)', INVALID: '無効 (INVALID)', INDETERMINATE: '判定不能 (INDETERMINATE)' },
  statuses: { pass: '合格', fail: '不合格', unknown: '判定不能', skipped: '省略', 'not-applicable': '対象外' },
  kinds: {
    token: 'タイムスタンプトークン',
    cms: 'CMSメッセージ',
    response: 'タイムスタンプ応答',
    request: 'タイムスタンプ要求',
    certificate: '証明書',
    crl: 'CRL',
    ocsp: 'OCSP応答',
    unknown: '不明な内容',
  },
  sources: {
    kinds: { crl: 'CRL', 'delta-crl': 'デルタ CRL', ocsp: 'OCSP' },
    says: {
      good: '失効なし',
      revoked: '失効',
      'on-hold': '一時停止',
      'never-issued': '発行の記録なし',
      unknown: '不明',
      nothing: '記載なし',
    },
  },
  lists: {
    listed: 'このトークンは失効として記載あり',
    'not-listed': 'このトークンの記載なし',
    nothing: '判定に使えません',
  },
  notes: {
    'fetch-failed': '{url} から証明書を取得できません[: {reason}][（{detail}）]',
    'fetched-no-certificate': '{url} から取得したものは証明書ではありません',
    'cache-not-written': '取得したものを以後の実行のために保存できません[: {path}][（{reason}）]',
    'fetch-limit': '必要なもののうち取得していないものがあります[: 上限 {limit}]',
    'file-passed-over': '{path} は読み飛ばしました[: {reason}]',
    'tls-roots-only': '指定された信頼点は {path} だけです。TLSサーバ用であり、どの時刻認証局が正当かは示しません',
    'media-type': 'タイムスタンプ応答ですが、{found} として送られました',
    'saved-elsewhere': '{wanted} に書き込めないため、トークンを {path} に保存しました[: {reason}]',
    'request-not-saved': '要求を {path} に保存できません[: {reason}]',
    'profiles-tied':
      '複数のプロファイルが同じ程度に該当するため、どれも使いませんでした: {names}。--profile で指定してください',
    'keychain-unavailable':
      '認証情報はキーチェーンではなく、本人だけが読めるファイル {path} に保存しました[: {reason}]',
    'keychain-keeps': '以前の認証情報 {name} をキーチェーンから削除できません[: {reason}]',
    'password-file-open': 'パスワードファイル {path} は他の利用者にも読み取れます',
    'profile-file-open': 'プロファイル {path} はこのコンピュータのすべての利用者が変更できます',
    'project-profiles':
      '{path} のプロファイルはこのリポジトリに含まれるもので、自動では使いません。使うには: --profile-dir {path}',
    'profile-unusable': 'プロファイルが参照するものを利用できません',
    'profile-no-service': 'アドレスがないため、検証はできますが取得はできません（service.urls）',
    'profile-no-anchors':
      '信頼点がないため、有効と判定できるトークンがありません。取り込むには: tst trust import <file> --profile {name}',
    'profile-no-tst-revocation':
      'TST失効の公表方法が設定されておらず、第四の確認は判定不能のままです: tst profile edit {name} --set tst-revocation.kind=… --set tst-revocation.url=…',
    'anchor-not-root': '信頼点 {subject} は自己署名のルートではなく、指定により信頼しています',
    'anchor-expired': '信頼点 {subject} の有効期限は {notAfter} に切れています',
    'accreditation-unknown': '認定の期間が設定された信頼点がありません（accreditedFrom、accreditedUntil）',
    'accreditation-ended': '信頼点 {sha256} の認定は {date} に終わりました',
    'list-no-radix': 'シリアル番号の基数はリストの記載に従います。記載がなければリストを受け付けません',
    'repository-incomplete':
      '{name} について保存した記録のうち{count}件が失われたか壊れています。当時の内容が欠け、リストの巻き戻しに気付けないおそれがあります',
    'snapshot-missing': '{name} の過去の内容が失われたか、ディスク上で壊れています: SHA-256 {sha256}',
    'repository-unreadable': '{name} について保存した記録を読み取れません[: {path}][（{reason}）]',
    'repository-not-written': '失効トークンの情報源の内容を保存できませんでした[: {path}][（{reason}）]',
    'list-in-clear': '{url} は https ではありません。通信経路上でリストを書き換えられるおそれがあります',
    'list-no-scope':
      'リストの対象となるトークンが設定されておらず、同じ信頼点の下の他の時刻認証局のトークンにも適用されます: tst profile edit {name} --set match.policies=<OID>',
    'statement-holds': 'リストが公表されていないという {date} の申告は {until} まで有効です',
    'statement-lapsed':
      'リストが公表されていないという {date} の申告は{days}日を過ぎて失効しました。確認し直し、tst-revocation.statedOn を設定してください',
    'statement-in-future': 'リストが公表されていないという申告の日付 {date} は未来です',
    'contract-ends': '契約は {date} の後に自動更新されます。終了するには {until}（{days}日前）までに通知が必要です',
    'contract-renews': '契約は {date} の後に自動更新されます。終了の通知期限（{days}日前）を過ぎています',
    'contract-ended': '契約は {date} に終了しました。更新済みであれば contract.end を設定してください',

    'may-be-billed':
      '{url} からトークンを受け取れませんでした[（{reason}）]。発行され、{profile} に課金された可能性があるため、再度の要求はしません',
    'asked-again': '{seconds}秒後に {url} へ再度要求しました[: {reason}]',
    'asked-elsewhere': '{url} から取得できないため[（{reason}）]、{other} に要求しました',
    'code-allowed': '{path} はプログラムの類（{reason}）ですが、--allow-code により[ {profile} の]契約で取得しました',
    'code-not-seen': 'ハッシュ値だけの指定のため、[{profile} の]契約で対象外のプログラムの類かどうかは確認していません',
    'answer-found': '中断した実行が {path} に応答を残していたため、再度の要求はしていません',
    'answers-left': '中断した実行の応答が {count} 件残っています。同じコマンドに --resume を付けると保存します',
    'profile-chosen': '唯一のプロファイル {name} で取得します',
    'secret-withheld': '{url} はプロファイル {name} のアドレスではないため、その秘密情報は送りません',
    'quota-near':
      '[{profile} の]{period} の契約数量が残りわずかです: {limit} 件のうち {used} 件[、ほかに応答のない要求 {unanswered} 件]',
    'quota-used':
      '[{profile} の]{period} の契約数量を使い切りました: {limit} 件のうち {used} 件[、ほかに応答のない要求 {unanswered} 件]',
    'serial-reused':
      '警報: {issuer} が同じシリアル番号 {serial} を他のトークン（{count} 件）にも付けています[: {path}]。すべて保管し、時刻認証局に確認してください',
    'ledger-failed': '要求の結果を台帳 {path} に記録できません[: {reason}]',
  },
  reasons: japaneseReasons,
  words: {
    provenTime: '存在時刻',
    statedTime: 'トークンの記載時刻',
    noTime: '時刻を読み取れません',
    assumed: '推定',
    expired: '有効期限切れ',
    skipped: '省略した確認',
    judgedFor: '判定時点',
    atGenTime: 'genTime',
    asKnownOn: '公開済みの情報に限定:',
    notCounted: '不採用',
    byStatement: 'TSTの失効は、リストが公開されていないという利用者自身の表明による',
    list: 'リスト',
    profile: 'プロファイル',
    chosenBy: '選択の根拠:',
    signs: { tsaCertificate: 'TSA証明書', anchor: '信頼点', tsaName: 'TSAの名称', policy: 'ポリシー' },
    accredited: { yes: 'genTime の時点で認定あり', no: 'genTime の時点で認定なし' },
    givenSource: '手元の情報',
    policy: 'ポリシー',
    warning: '警告',
    object: '対象',
    clause: '根拠',
    hint: '対処',
    notReached: '未判定',
    signer: '署名者',
    tsa: '時刻認証局',
    serial: 'シリアル番号',
    tsaPolicy: 'ポリシー',
    expires: '有効期限',
    hash: 'ハッシュ値',
    token: 'トークン',
    standardInput: '標準入力',
    judgedBy: '{now} に {policy} ポリシーで判定、tst {version}',
    path: '認証パス',
    anchor: '信頼点',
    note: '注記',
    error: 'tst',
    inspected: '内容の表示のみで、判定はしていません',
    inspectedText: '{path}: テキスト（PEMでもBase64でもない）、{size}バイト',
    statesTime: 'タイムスタンプ {genTime}[、ハッシュ値 {hash}][、ポリシー {policy}][、時刻認証局 {tsa}]',
    inspectedAs: '{path}: {kind}、{encoding}[ {label}]、{size}バイト',
    certificateAt: '{offset}バイト目の証明書',
    notDescribed: '要約できません。読み取れた内容は下に示します',
    issuer: '発行者',
    validity: '有効期間',
    key: '公開鍵',
    signedWith: '署名アルゴリズム',
    stops: '{offset}バイト目で読み取りが止まりました: {reason}',
    truncated: '出力を打ち切りました: {reason}',
    trailing: '{offset}バイト目以降に余分な{count}バイトがあります',
  },
};
