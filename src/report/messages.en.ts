import type { Catalogue } from './catalogue.ts';
import { englishReasons } from './reasons.en.ts';

const report = 'ask the time-stamping authority for a correct token, and keep this one as evidence';
const newToken = 'obtain a new token; if this one came straight from the authority, tell it so';
const otherPath = 'check that --trust names the right root, and give missing CA certificates with --certs';

/** English. Statements are lower-case and name what they are about; each hint is one next step. */
export const english: Catalogue = {
  language: 'en',
  codes: {
    'not-reached': {
      text: 'not judged, because something before it already decided',
      hint: 'see the rules that failed',
    },
    limit: {
      text: 'a work limit was reached before an answer[: {limit}]',
      hint: 'the token or its certificates are built to be costly: remove candidates given with --certs, or distrust the token',
    },
    malformed: {
      text: 'the encoding is malformed[: {reason}]',
      hint: 'run `tst inspect` on the token to see where; then obtain it again',
    },
    'not-der': { text: 'the encoding is not DER[: {reason}]', hint: 'run `tst inspect` on the token to see where' },
    'algorithm-unsupported': {
      text: 'the algorithm is not supported here[: {algorithm}][: {reason}]',
      hint: 'verify with a newer tst or Node; the token itself may be good',
    },

    'hash-unsupported': {
      text: 'the hash function of the imprint is not known[: {algorithm}]',
      hint: 'verify with a newer tst; ask the authority which hash functions it offers',
    },
    'hash-parameters': { text: 'the hash algorithm carries parameters, where none or NULL belong', hint: newToken },
    'imprint-length': {
      text: 'the imprint is not as long as its hash[: {length} bytes, {expected} for {algorithm}]',
      hint: newToken,
    },
    'imprint-mismatch': {
      text: 'this is not the data that was time-stamped, or it was changed since[: its {algorithm} hash differs]',
      hint: 'compare with the original file, and check that this token belongs to this file',
    },
    'request-imprint-mismatch': {
      text: 'the token does not answer this request: algorithm or hash differ',
      hint: 'give the request that this token answers with --request, or leave the option out',
    },
    'no-digest': {
      text: 'no hash of the data was given under the algorithm of the token[: {algorithm}]',
      hint: 'give the file itself, or --digest with that algorithm',
    },

    rejected: {
      text: 'the authority rejected the request[: {status}][ ({failInfo})][: {text}]',
      hint: 'there is no token in this response; correct the request and stamp again',
    },
    'status-unknown': { text: 'the response has an unknown status[: {status}]', hint: report },
    'granted-without-token': {
      text: 'the response says granted and holds no token',
      hint: 'stamp again, and report it to the authority',
    },
    'token-despite-rejection': {
      text: 'the response is a rejection and yet holds a token[: status {status}]',
      hint: report,
    },
    'granted-with-mods': {
      text: 'granted with modifications[: {what}]',
      hint: 'check that the token still says what you asked for',
    },
    'fail-info-despite-grant': { text: 'failure information stands in a granted response[: {failInfo}]', hint: report },
    'nonce-missing': {
      text: 'the request had a nonce and the token has none',
      hint: 'distrust it as a possible replay, and stamp again',
    },
    'nonce-mismatch': {
      text: 'the nonce in the token is not the one that was sent[: {received} instead of {sent}]',
      hint: 'distrust it as a replay or an answer to another request, and stamp again',
    },
    'nonce-unrequested': {
      text: 'the token has a nonce that was not asked for',
      hint: 'check that the request is the right one',
    },
    'policy-not-requested': {
      text: 'the token was issued under another policy than asked for[: {received} instead of {asked}]',
      hint: 'ask the authority which policies it offers',
    },
    'certificates-missing': {
      text: 'the request asked for certificates and the signer’s is not in the token',
      hint: 'stamp again, and report it to the authority',
    },
    'certificates-unrequested': {
      text: 'certificates are in the token although none were asked for',
      hint: 'nothing needs to be done',
    },

    'content-type': { text: 'the token is not CMS SignedData[: {found}]', hint: newToken },
    'econtent-type': { text: 'the signed content is not TSTInfo[: {found}]', hint: newToken },
    'econtent-missing': { text: 'the token holds no signed content', hint: newToken },
    'signed-data-version': {
      text: 'unusual version of SignedData[: {version}]',
      hint: 'nothing needs to be done unless the policy is strict',
    },
    'signer-info-version': {
      text: 'the version of SignerInfo does not fit how it names the signer[: {version} instead of {expected}]',
      hint: 'nothing needs to be done unless the policy is strict',
    },
    'signer-count': { text: 'the token must have exactly one signature[, it has {count}]', hint: newToken },
    'ber-encoding': {
      text: 'encoded as BER where DER is expected',
      hint: 'nothing needs to be done unless the policy is strict',
    },
    'explicit-default': {
      text: 'a default value is written out[: {field}]',
      hint: 'nothing needs to be done unless the policy is strict',
    },
    'set-order': {
      text: 'a set is not sorted as DER wants it[: {field}]',
      hint: 'nothing needs to be done unless the policy is strict',
    },
    'padded-bits': {
      text: 'a list of named bits has superfluous zeros',
      hint: 'nothing needs to be done unless the policy is strict',
    },
    'certificate-unreadable': {
      text: 'a certificate could not be read and was left out[: {reason}]',
      hint: 'give a readable copy with --certs if the path needs it',
    },
    'signed-attributes-missing': { text: 'the signature has no signed attributes', hint: newToken },
    'attribute-duplicate': { text: 'an attribute stands there twice[: {attribute}]', hint: newToken },
    'attribute-values': { text: 'an attribute must have exactly one value[: {attribute}]', hint: newToken },
    'content-type-attribute': {
      text: 'the signed content-type attribute is missing or is not TSTInfo[: {found}]',
      hint: newToken,
    },
    'message-digest-missing': { text: 'the signed message-digest attribute is missing', hint: newToken },
    'message-digest-mismatch': {
      text: 'the content of the token was changed after signing: its hash is not the signed one',
      hint: 'do not rely on this token; fetch an unchanged copy',
    },
    'ess-missing': {
      text: 'the signature does not name its certificate (no signingCertificate attribute)',
      hint: newToken,
    },
    'ess-mismatch': {
      text: 'the signature names another certificate than the one that verifies it',
      hint: 'do not rely on this token; a certificate may have been exchanged',
    },
    'ess-issuer-serial': {
      text: 'issuer and serial number in the signing-certificate attribute are not the signer’s',
      hint: newToken,
    },
    'ess-unmatched': {
      text: 'a further certificate that the signature names was not found',
      hint: 'nothing needs to be done under the default policy; --certs may supply it',
    },
    'signer-not-found': {
      text: 'the signer’s certificate is neither in the token nor among those given',
      hint: 'give the authority’s certificate with --certs',
    },
    'signature-invalid': {
      text: 'the signature is wrong: the token was not signed by this certificate, or was changed since',
      hint: 'do not rely on this token; fetch an unchanged copy',
    },
    'signed-attributes-not-der': {
      text: 'the signed attributes are not in DER order; the signature holds over the octets as they are',
      hint: 'nothing needs to be done unless the policy is strict',
    },
    'digest-algorithms-differ': {
      text: 'the signer’s digest algorithm is not among those that the token lists',
      hint: 'nothing needs to be done unless the policy is strict',
    },

    'tst-version': { text: 'unknown version of TSTInfo[: {version}]', hint: newToken },
    'policy-not-accepted': {
      text: 'the token was issued under a policy that is not accepted[: {policy}]',
      hint: 'if you accept this policy, name it with --accept-policy',
    },
    'serial-form': { text: 'the serial number is negative or longer than 160 bits', hint: 'nothing needs to be done' },
    'gen-time-fraction': {
      text: 'the fraction of genTime ends in a zero',
      hint: 'nothing needs to be done unless the policy is strict',
    },
    'gen-time-leap-second': { text: 'genTime is in a leap second', hint: 'nothing needs to be done' },
    'gen-time-future': {
      text: 'the token is from the future by this computer’s clock[: {genTime}, now {now}]',
      hint: 'set the clock of this computer, then verify again',
    },
    'accuracy-assumed': {
      text: 'the token names no accuracy; ± {seconds} s is assumed',
      hint: 'ask the authority for the accuracy that it guarantees',
    },
    'tsa-name-mismatch': {
      text: 'the authority’s name in the token is not in its certificate[: {name}]',
      hint: 'nothing needs to be done under the default policy',
    },
    'critical-extension': {
      text: 'a critical extension is not known here[: {extension}]',
      hint: 'verify with a newer tst',
    },

    'eku-missing': {
      text: 'the signer’s certificate is not for time-stamping: it has no extended key usage[: {reason}]',
      hint: 'do not rely on this token: its signer was not certified as a time-stamping authority',
    },
    'eku-other-purpose': {
      text: 'the signer’s certificate is not for time-stamping alone[: {purposes}]',
      hint: 'do not rely on this token: its signer was not certified as a time-stamping authority alone',
    },
    'eku-not-critical': {
      text: 'the signer’s extended key usage is not marked critical',
      hint: 'if you know this authority, accept it with --allow-noncritical-eku',
    },
    'key-usage': { text: 'the signer’s certificate does not allow signatures[: {usage}]', hint: report },
    'key-usage-further': {
      text: 'the signer’s certificate allows more than signatures[: {usage}]',
      hint: 'nothing needs to be done',
    },
    'is-ca': { text: 'the signer’s certificate is that of a certification authority', hint: report },
    'gen-time-before-certificate': {
      text: 'genTime lies before the signer’s certificate is valid[: from {notBefore}]',
      hint: report,
    },
    'gen-time-after-certificate': {
      text: 'genTime lies after the signer’s certificate expired[: on {notAfter}]',
      hint: report,
    },
    'private-key-usage-period': {
      text: 'genTime lies outside the period in which the signer’s key may sign',
      hint: report,
    },

    'path-signature': {
      text: 'a certificate of the path is not signed by the one above it[: {reason}]',
      hint: otherPath,
    },
    'path-critical-extension': {
      text: 'a certificate of the path has an unknown critical extension[: {extension}][, {reason}]',
      hint: 'verify with a newer tst, or give another path with --certs',
    },
    'path-name-constraints': {
      text: 'a certificate’s name lies outside what its CA may certify[: {name}][, {reason}]',
      hint: otherPath,
    },
    'path-basic-constraints': {
      text: 'a certificate above the signer is not that of a CA[: {reason}]',
      hint: otherPath,
    },
    'path-length': { text: 'the path is longer than one of its CAs allows[: {reason}]', hint: otherPath },
    'path-key-usage': { text: 'a CA of the path may not sign certificates[: {reason}]', hint: otherPath },
    'path-policy': { text: 'no certificate policy is valid along the whole path[: {reason}]', hint: otherPath },
    'path-purpose': {
      text: 'a CA of the path is not for time-stamping[: {purpose}]',
      hint: 'nothing needs to be done unless the policy is strict',
    },
    'path-name-chaining': {
      text: 'a certificate’s issuer is not the subject of the one above it[: {reason}]',
      hint: otherPath,
    },
    'path-algorithm': {
      text: 'a certificate of the path has a key or signature that cannot be used[: {reason}]',
      hint: otherPath,
    },
    'no-chain': {
      text: 'no chain leads from the signer’s certificate to a certificate that you trust[: {reason}, issuer {issuer}]',
      hint: 'give the authority’s root certificate with --trust, once you have made sure that it is genuine',
    },
    'tls-root-set': {
      text: 'this root set is made for TLS servers, not for time-stamping',
      hint: 'give the authority’s own root certificate with --trust',
    },
    'anchor-dates': {
      text: 'the trusted root itself is outside its dates[: valid from {notBefore} until {notAfter}]',
      hint: 'check --at and the clock of this computer, and ask the authority for its current root',
    },
    expired: {
      text: 'a certificate of the path has expired[: on {notAfter}], so the token alone proves nothing any more',
      hint: 'judge for an earlier moment with --at if you can prove that the token existed then',
    },
    'not-yet-valid': {
      text: 'a certificate of the path is not valid yet[: from {notBefore}]',
      hint: 'check --at and the clock of this computer',
    },
    'expires-soon': {
      text: 'a certificate of the path expires within twelve months[: on {notAfter}]',
      hint: 'have the file stamped again before that date',
    },
    'algorithm-not-for-creation': {
      text: 'the algorithm was no longer good enough when this was made[: good until {until}][; {source}]',
      hint: 'have the file stamped again with a current algorithm',
    },
    'algorithm-no-longer-accepted': {
      text: 'the algorithm is no longer accepted at the moment judged for[: accepted until {until}][; {source}]',
      hint: 'judge for an earlier moment with --at if you can prove that the token existed then',
    },
    'algorithm-unlisted': {
      text: 'the policy lists no dates for this algorithm',
      hint: 'verify with a newer tst, or under another --policy',
    },

    'no-source': {
      text: 'there is no source that tells whether it was revoked[: {reason}]',
      hint: 'give a source, or leave the check out by name[: --skip {check}]; the report then says that it was left out',
    },

    'certificate-revoked': {
      text: 'the certificate was revoked[, on {date}][, reason {reason}][; invalid since {invalidityDate}]',
      hint: 'the token proves nothing: have the file stamped again, and ask the authority what happened',
    },
    'not-issued': {
      text: 'the responder says that this certificate was never issued',
      hint: 'the certificate may be forged: ask its authority, and keep the token as evidence',
    },
    'revoked-after-token': {
      text: 'the certificate was revoked after the token was made[, on {date}][, reason {reason}]',
      hint: 'the token was made before; keep this report, and have the file stamped again to be on the safe side',
    },
    'ca-revoked-after-token': {
      text: 'the certificate of a CA was revoked after the token was made[, on {date}][, reason {reason}]',
      hint: 'prove by other evidence that the token existed before, or have the file stamped again',
    },
    'revoked-within-accuracy': {
      text: 'the certificate was revoked within the accuracy of the time in the token[, on {date}][, reason {reason}]',
      hint: 'before or after can not be told: have the file stamped again',
    },
    'on-hold': {
      text: 'the certificate is suspended (certificateHold)[ since {date}]',
      hint: 'verify again later: it will be released or revoked',
    },
    'conflicting-status': {
      text: 'a later answer says good, though the certificate is listed as revoked elsewhere[: {url}]',
      hint: 'a revocation is not undone; ask the authority which of the two is right',
    },
    'older-than-token': {
      text: 'the revocation information is older than the token[, of {thisUpdate}]',
      hint: 'verify again online, or once a newer CRL was issued',
    },
    'no-revocation-published': {
      text: 'its CA publishes no revocation information for this certificate (id-ce-noRevAvail)',
      hint: 'nothing needs to be done: such a certificate is valid for a short time only',
    },
    stale: {
      text: 'the revocation information is too old or not of this time[, of {thisUpdate}][, until {nextUpdate}]',
      hint: 'verify again online, or give a current CRL or OCSP answer',
    },
    'reasons-missing': {
      text: 'the CRLs cover only some reasons for revocation',
      hint: 'give the CRLs of the other distribution points as well',
    },
    'critical-revocation-extension': {
      text: 'a critical extension of the revocation information is not known[: {extension}]',
      hint: 'verify with a newer tst, or give another CRL or OCSP answer',
    },
    'not-authentic': {
      text: 'the revocation information is not signed by whom it has to be[: {reason}]',
      hint: 'obtain it from the authority again; do not trust where this came from',
    },
    'revocation-nonce': {
      text: 'the OCSP answer carries another nonce than was sent',
      hint: 'the answer may be replayed: ask again, on another network if it goes on',
    },
    'delta-without-base': {
      text: 'the delta CRL fits no complete CRL at hand',
      hint: 'give the complete CRL that it builds upon as well',
    },
    'out-of-scope': {
      text: 'the revocation information is not about this certificate[: {reason}]',
      hint: 'give the CRL that the certificate names, or an OCSP answer for it',
    },
    'responder-unknown': {
      text: 'the OCSP responder does not know the certificate',
      hint: 'give a CRL of the issuer, or ask another responder',
    },
    'responder-error': {
      text: 'the OCSP responder answered with an error[: {status}]',
      hint: 'verify again later',
    },
    'revocation-unreadable': {
      text: 'this is no readable CRL or OCSP answer[: {reason}]',
      hint: 'obtain it again; open it to see whether it is an error page',
    },
    unreachable: {
      text: 'the revocation information could not be fetched[: {reason}]',
      hint: 'verify again later, or give a CRL or OCSP answer yourself',
    },
    'not-yet-known': {
      text: 'the answer is later than what is to be known[, of {thisUpdate}]',
      hint: 'leave out --as-known-on to judge with all that is known now',
    },

    'tst-revoked': {
      text: 'the provider has revoked this token[, on {date}][: {cause}][; listed by {by}][, list of {fetchedAt}][, notice {notice}]',
      hint: 'the token proves nothing: have the file stamped again, and keep this report and the provider’s notice',
    },
    'tst-no-longer-listed': {
      text: 'the list in force no longer lists this token, which an earlier one did',
      hint: 'a revocation is not undone by silence: ask the provider which of the two is right',
    },
    'list-rollback': {
      text: 'the list is older than the one before, or has forgotten entries without being newer[: {reason}][, {before}][ then {after}][, of {thisUpdate}]',
      hint: 'fetch it again from another network, and ask the provider; it was not used',
    },
    'list-unauthentic': {
      text: 'the list is not shown to come from the provider[: {reason}]',
      hint: 'obtain it again with its signature; do not rely on where this one came from',
    },
    'list-unreadable': {
      text: 'the list of revoked tokens cannot be read[: line {line}, column {column}][, {field}][: {reason}]',
      hint: 'obtain it again, and check that the format in the profile fits; open it to see whether it is an error page',
    },
    'list-no-radix': {
      text: 'nothing says whether the serial numbers of the list are decimal or hexadecimal[: line {line}, column {column}][, {field}]',
      hint: 'state the radix, 10 or 16, in the profile or in the list: read in the wrong one, a number misses its token',
    },
    'list-unreachable': {
      text: 'the list of revoked tokens could not be fetched[: {reason}]',
      hint: 'verify again later, or give the list as a file',
    },
    'list-out-of-scope': {
      text: 'the list does not count for this token[: {reason}]',
      hint: 'name the profile of the provider that issued the token (--profile), give its list, or correct the profile',
    },
    'list-without-profile': {
      text: 'no profile says whose tokens the list is about; it is taken to be about this one',
      hint: 'add a profile of the provider, so that serial numbers of another authority are never confused with its own',
    },
    'list-stale': {
      text: 'the list of revoked tokens is too old or not of this time[: {reason}][, of {thisUpdate}][, until {nextUpdate}][, fetched {fetchedAt}]',
      hint: 'verify again online, or give a current list',
    },
    'predates-token': {
      text: 'the list of revoked tokens is older than the token, which it therefore cannot list[, of {thisUpdate}][, fetched {fetchedAt}]',
      hint: 'fetch the list again, and check the clock of this computer if it was fetched just now',
    },
    'page-changed': {
      text: 'the page changed since it was reviewed[ on {reviewedAt}][: {added} lines or links new, {removed} gone]',
      hint: 'tst repo review shows the difference: read the page, and record what it says about revoked tokens',
    },
    'page-document-changed': {
      text: 'a document that the page links to changed since it was reviewed[ on {reviewedAt}][: {url}]',
      hint: 'read the document, and record what it says about revoked tokens: tst repo review',
    },
    'page-unreviewed': {
      text: 'nobody has reviewed the page yet',
      hint: 'read the page, and record what it says about revoked tokens: tst repo review',
    },
    'page-region-missing': {
      text: 'the watched region is not on the page, or is empty[: {selector}]',
      hint: 'open the page: it may be an error page, or built anew; then correct the selector in the profile',
    },
    'statement-only': {
      text: 'that the provider publishes no list is the user’s own statement[, of {statedAt}]',
      hint: 'look from time to time whether the provider publishes one by now',
    },
    'statement-not-enough': {
      text: 'a statement that the provider publishes no list is not enough here[, of {statedAt}]',
      hint: 'under the policy strict, and where the provider has a list or page, only these count',
    },
    'statement-lapsed': {
      text: 'the statement that the provider publishes no list has lapsed[, made {statedAt}][, held until {until}][: {reason}]',
      hint: 'look whether the provider publishes one by now; if not, state it anew',
    },
  },
  noChain: {
    'no-trust': {
      text: 'no trusted root was given, so that no chain can end at one[; the last issuer looked for is {issuer}]',
      hint: 'give the authority’s root certificate with --trust, once you have made sure that it is genuine; one that is no root counts only with --trust-any',
    },
    'other-key': {
      text: 'the certificates at hand that bear the name of the issuer have another key: they did not sign[; issuer {issuer}, {sameName} of that name, {anchors} trusted ones tried]',
      hint: 'give the root of that name that did sign with --trust: ask the authority which one, for it may have been renewed',
    },
    'issuer-missing': {
      text: 'the chain has a gap: the certificate of an issuer is missing[; issuer {issuer}, none of the {anchors} trusted certificates fits]',
      hint: 'give the missing CA certificate with --certs, or with --trust if it is the authority’s root and you have made sure that it is genuine',
    },
    'root-not-trusted': {
      text: 'the chain ends at a root that is not among those trusted[; root {issuer}, {anchors} trusted ones tried]',
      hint: 'give this root with --trust, once you have made sure that it is the authority’s and genuine',
    },
  },
  noSource: {
    'certificate-revocation': {
      text: 'no CRL or OCSP answer tells whether the certificate was revoked[: {reason}]',
      hint: 'verify without --offline, or give CRLs with --crl and OCSP answers with --ocsp',
    },
    'tst-revocation': {
      text: 'no list of revoked tokens is known for this provider',
      hint: 'name it in a profile (tst profile add), or give it with --tst-revocation-list[; --skip {check} leaves the check out]',
    },
  },
  errors: {
    usage: { text: 'wrong use[: {what}]', hint: 'run `tst --help`, or `tst <verb> --help`' },
    'token-unreadable': {
      text: '{path} is neither a time-stamp response nor a token[: {reason}][ (byte {offset})][; {swapped} is one: the file comes first, then the token]',
      hint: '[give them the other way round, tst verify {path} {swapped}; or ]run `tst inspect` on it to see what it is',
    },
    'request-unreadable': {
      text: '{path} is no time-stamp request[: {reason}][ (byte {offset})]',
      hint: 'give the .tsq file that was sent',
    },
    'certificate-unreadable': {
      text: 'no certificate can be read from {path}[: {reason}][ (byte {offset})]',
      hint: 'give a certificate in DER or PEM form',
    },
    'trust-unreadable': {
      text: 'no trusted certificate can be read from {path}[: {reason}][ (byte {offset})]',
      hint: 'give a PEM or DER file, a folder, a ZIP, or one of the words bundled and system',
    },
    'crl-unreadable': {
      text: 'no CRL can be read from {path}[: {reason}][ (byte {offset})]',
      hint: 'give a CRL in DER or PEM form, or a folder or ZIP of CRLs; OCSP answers are given with --ocsp',
    },
    'ocsp-unreadable': {
      text: 'no OCSP answer can be read from {path}[: {reason}][ (byte {offset})]',
      hint: 'give an OCSP answer in DER or PEM form, or a folder or ZIP of them; CRLs are given with --crl',
    },
    'evidence-unreadable': {
      text: '{path} cannot be used as evidence[: {reason}][ (byte {offset})][ (object {object})]',
      hint: 'give a file as --save-evidence wrote it, or a folder of them; if it was changed since, get an unchanged copy',
    },
    'evidence-unsaved': {
      text: 'the evidence does not fit into one file that could be read again[: {reason}]',
      hint: 'verify without --save-evidence; the verdict is the same, and CRLs and OCSP answers can be kept as they are',
    },
    'input-unreadable': {
      text: '{path} cannot be read[: {reason}][ (byte {offset})]',
      hint: 'check that it is a file, and its permissions',
    },
    'inspection-stopped': {
      text: '{path} could not be read to its end[: {reason}][ (byte {offset})]',
      hint: 'obtain the file again, or check that it is the right one: what could be read is shown',
    },
    'input-too-large': {
      text: '{path} is too large[: more than {limit} bytes]',
      hint: 'check that it is the right file',
    },
    'digest-differs': {
      text: '{path} has another {algorithm} hash than was given: {found}, not {given}',
      hint: 'correct the digest (in a manifest: its line), leave --digest out to stamp the file itself, or give another name for the output',
    },
    'digest-needed': {
      text: 'the token needs the hash of the data under another algorithm[: {algorithm}][, not {given}]',
      hint: 'give the file, or --digest with that algorithm',
    },
    'stdin-twice': { text: 'only one input can be standard input', hint: 'name a file for the other' },
    'url-refused': {
      text: '{url} is not an address that can be used[: {reason}]',
      hint: 'write an http or https address in full, without user and password',
    },
    'output-collision': {
      text: 'an output would have the name of another output, or of a file that is stamped, verified or read[: {path}]',
      hint: 'give each output a name of its own: stamp files of the same name one at a time, or into different folders with --out-dir',
    },
    'password-missing': {
      text: 'there is no password[ for user {user}][ in {path}]',
      hint: 'give it on a line of its own of standard input (--password-stdin), in a file (--password-file of stamp), or as TST_PASSWORD',
    },
    'input-missing': { text: '{path} does not exist', hint: 'check the path' },
    'token-missing': {
      text: 'there is no token beside {path}[: {reason}][ (tried {tried})]',
      hint: 'name the token: tst verify <file> <token>',
    },
    unreachable: {
      text: 'cannot reach {url}[: {reason}]',
      hint: 'check the address, the network and the proxy settings',
    },
    timeout: {
      text: 'no answer in time from {url}[: {phase}]',
      hint: 'try again, or allow more time with --timeout',
    },
    tls: {
      text: 'no secure connection to {url}[: {reason}]',
      hint: 'check the server’s certificate; a private CA is given with --tls-ca',
    },
    'http-status': {
      text: '{url} answered with HTTP status {status}[: {excerpt}]',
      hint: 'check the address of the time-stamping service',
    },
    'body-truncated': {
      text: 'the answer of {url} was cut off',
      hint: 'try again; if it stays so, ask the operator of the service or proxy',
    },
    'body-encoding': {
      text: 'the answer of {url} cannot be unpacked[: {encoding}]',
      hint: 'ask the operator of the service or proxy',
    },
    internal: {
      text: 'internal error[: {reason}][; what came is kept as {path}]',
      hint: 'this is a bug in tst: please report it with the command line; TST_DEBUG=1 shows where it happened',
    },
    'output-exists': {
      text: '{path} exists already',
      hint: 'choose another name or folder, or remove it first; --force overwrites tokens of `tst stamp` and reports of `tst audit`',
    },
    'stdout-failed': {
      text: 'standard output cannot be written[: {reason}]',
      hint: 'check where it leads, such as a full disk; the exit code of the verdict is only given with its report',
    },
    'port-unavailable': {
      text: 'the lab cannot listen on port {port}[: {reason}]',
      hint: 'choose another with --port, or leave the option out for a free one',
    },
    'output-failed': {
      text: '{path} cannot be written[: {reason}]',
      hint: 'check that the folder exists, its permissions and free space',
    },
    rejected: {
      text: 'the authority rejected the request[: {status}][ ({failInfo})][: {text}]',
      hint: 'change the request accordingly: --hash and --request-policy are the usual causes',
    },
    'not-a-response': {
      text: '{url} sent no time-stamp response[: {reason}][: {excerpt}][ (content type {contentType})]',
      hint: 'check the address: it must be that of the time-stamping service itself, not of its web page',
    },
    'body-too-large': {
      text: '{url} sent more than allowed[: {limit} bytes]',
      hint: 'check the address of the time-stamping service',
    },
    unauthorized: {
      text: '{url} wants valid credentials[ for {realm}][ (HTTP status {status})]',
      hint: 'give --user, and the password in TST_PASSWORD, with --password-file or with --password-stdin',
    },
    'address-refused': {
      text: '{url} leads to an address that is not public[: {address}]',
      hint: 'allow it with --allow-private-network if you mean it',
    },
    'redirect-refused': {
      text: '{url} redirects to where it may not[: {reason}]',
      hint: 'give the final address of the service itself',
    },
    'code-refused': {
      text: '{path} is code, and the contract is not for code signing[: {reason}]',
      hint: 'leave the file out; with --allow-code it is stamped all the same, where that is no code signing',
    },
    'secret-missing': {
      text: 'there is no secret named {name}[ for {kind}][: the one that is kept is for {found}][: {variable} is not set]',
      hint: 'keep it with `tst login {name}[ --kind {kind}]`, or set the variables TST_SECRET_… of this name; `tst login --list` shows what is kept',
    },
    'secret-exposed': {
      text: 'secrets are not safe in {path}[: its mode is {mode}][: {reason}]',
      hint: 'make it yours alone (chmod go= {path}); where others may have read it, change the password and log in again',
    },
    'secret-unavailable': {
      text: 'the keychain does not give or take the secret {name}[: {reason}]',
      hint: 'unlock the keychain, or keep the secret in a file with `tst login {name} --store file`',
    },
    'profile-invalid': {
      text: '{path}[, line {line}][, column {column}][, {key}]: {reason}[; and {more} more]',
      hint: 'correct it with `tst profile edit`; `tst profile check` tells everything that is wrong',
    },
    'profile-missing': {
      text: 'there is no profile {name} in {path}',
      hint: '[did you mean {suggestion}? ][there are: {choices}; ]`tst profile list` shows all, `tst profile add {name}` makes it',
    },
    'profile-twice': {
      text: 'there are two profiles of the name {name}: {path} and {other}',
      hint: 'remove or rename one of the files',
    },
    'profile-exists': {
      text: 'there is a profile {name} already: {path}',
      hint: 'change it with `tst profile edit`, or write over it with --force',
    },
    'anchor-differs': {
      text: 'the anchor that {path} pins is not[ in {file}]: wanted SHA-256 {sha256}, found {found}',
      hint: 'if the file was replaced on purpose, import it: `tst trust import`; otherwise obtain the pinned certificate again',
    },
    'editor-failed': {
      text: 'the editor did not end well[: {reason}]; the profile is as it was',
      hint: 'set VISUAL or EDITOR to a program that exists, or change single keys with --set',
    },
    'not-confirmed': {
      text: 'nothing was imported: the fingerprints were not confirmed',
      hint: 'compare them with those that the provider publishes, then run it at a terminal and answer yes, or give --yes',
    },
    configuration: {
      text: 'the configuration is wrong[: {path}][: {reason}]',
      hint: 'correct it and run the command again',
    },

    'audit-missing': {
      text: 'no finished audit[ of {roots} before that of {date}] is kept in {path}',
      hint: '`tst audit` keeps one unless it is run with --no-record; `tst audit list` shows them, and TST_DATA_DIR names another folder',
    },
    'audit-unfinished': {
      text: 'the audit {path} is not finished: {done} of {total} are verified',
      hint: 'run the command that it was begun with again, with --resume',
    },
    'ledger-missing': {
      text: 'there is no ledger at {path}',
      hint: 'stamping makes one; name another one with --ledger, or the folder with TST_DATA_DIR',
    },
    'review-unconfirmed': {
      text: 'nothing was recorded: the review was not confirmed',
      hint: 'run it at a terminal, or say what the page lists with --no-token-revoked or --revoked, and confirm it with --yes',
    },
    'tst-list-unreadable': {
      text: 'the list of revoked tokens {path} cannot be read[: line {line}, column {column}][, {field}][: {reason}]',
      hint: 'correct it there; nothing was recorded',
    },
    'entry-missing': {
      text: 'the ledger {path} has no entry of {what}',
      hint: 'give a serial number or hash in hexadecimal, or the file as it was named; `tst ledger list` shows all',
    },
    'ledger-damaged': {
      text: 'the ledger {path} is damaged[: {reason}][ ({detail})]',
      hint: 'put it back from a backup, with the files ending in -wal and -shm; or move it away, and a new one is begun',
    },
    'audit-damaged': {
      text: 'the record of an audit {path} cannot be used[: {reason}]',
      hint: 'audit again, which makes a new one',
    },
    'audit-newer': {
      text: 'the record of an audit {path} was written by another version of tst[: form {version}]',
      hint: 'use that version of tst for it, or audit again',
    },
    'ledger-newer': {
      text: 'the ledger {path} was written by a newer tst[: form {version}, known up to {known}]',
      hint: 'install that version of tst; the ledger stays as it is',
    },
    'quota-reached': {
      text: 'the quota[ of {profile}] for {period} is used up: {used} tokens[ and {unanswered} unanswered requests] of {limit}',
      hint: 'nothing was sent; wait for the next period, or have the contract extended and change its profile',
    },
  },
  usage: {
    'unknown-option': {
      text: 'unknown option {option}',
      hint: '[did you mean {suggestion}? ]run `tst {verb} --help` for the options',
    },
    'unknown-command': {
      text: 'unknown verb {verb}',
      hint: '[did you mean {suggestion}? ]run `tst --help` for the verbs',
    },
    'missing-argument': { text: 'missing argument {argument}', hint: 'run `tst {verb} --help` for examples' },
    'option-argument-missing': { text: 'option {option} needs a value', hint: 'run `tst {verb} --help` for examples' },
    'excess-arguments': {
      text: 'too many arguments[: {count}, at most {expected} expected]',
      hint: 'repeatable options take one value each; run `tst {verb} --help` for examples',
    },
    'no-verb': { text: 'nothing to do', hint: 'run `tst --help` for the verbs' },
    'bad-choice': { text: '{option} cannot be {value}', hint: 'one of: {choices}' },
    'bad-time': {
      text: '{option} {value} is no date or time',
      hint: 'write [{gentime}, ]a date such as 2024-01-31 (its beginning in UTC), or 2024-01-31T12:00:00Z',
    },
    'time-without-zone': {
      text: '{option} {value} does not say which time zone it means',
      hint: 'add Z for UTC, or an offset: {value}Z, {value}+09:00',
    },
    'bad-oid': {
      text: '{option} {value} is no object identifier',
      hint: 'write it in dotted form, such as 1.3.6.1.4.1.13762.3',
    },
    'bad-digest': {
      text: '{option} {value} is no digest[: it has {found} hexadecimal digits of {wanted}]',
      hint: 'write <algorithm>:<hexadecimal>, such as sha256:… with 64 digits; algorithms: {choices}',
    },
    'bad-number': { text: '{option} {value} is out of range', hint: 'a number from {min} to {max}' },
    'not-a-number': { text: '{option} {value} is no number', hint: 'write a number from {min} to {max}' },
    'bad-fault': {
      text: '{option} cannot be {value}',
      hint: '[did you mean {suggestion}? ]run `tst lab --list-faults` for all of them',
    },
    'one-file': {
      text: '{option} is for one file at a time',
      hint: 'stamp the files one by one, or leave it out',
    },
    'judged-now': {
      text: '{option} has no place in stamp, which judges the token for the moment at which it came',
      hint: 'leave it out; `tst verify {option}` judges the token for another moment afterwards',
    },
    'offline-stamp': {
      text: '--offline and stamping exclude each other: the authority has to be asked',
      hint: 'leave it out (--no-aia fetches no certificates), or use --query-only or --dry-run, which send nothing',
    },
    'bad-url': {
      text: '{option} {value} is no http or https address',
      hint: 'write it in full, such as https://tsa.example/tsr, without user or password',
    },
    'not-skippable': { text: 'the check {value} cannot be skipped', hint: 'only these can: {choices}' },
    'given-twice': { text: 'option {option} is given twice', hint: 'leave one of them out' },
    conflict: { text: '{option} and {other} exclude each other', hint: 'leave one of them out' },
    'request-is-made': {
      text: '--request has no place in stamp, which makes the request itself',
      hint: 'leave it out; --save-request keeps the request that is sent',
    },
    'password-in-argv': {
      text: 'a password does not belong on the command line, where others can read it',
      hint: 'give --user the name alone, and the password in TST_PASSWORD, with --password-file or with --password-stdin',
    },
    'password-without-user': { text: '{option} is given without --user', hint: 'name the user with --user' },
    'bad-secret-name': {
      text: '{value} is no name for a secret',
      hint: 'use up to 64 letters, digits, -, _ and ., beginning with a letter or digit',
    },
    'nobody-to-ask': {
      text: 'there is no terminal on which to ask for the {what}',
      hint: 'give it on standard input with --password-stdin',
    },
    'bad-profile-name': {
      text: '{value} cannot name a profile',
      hint: 'use lower-case letters, digits, dots, hyphens and underscores, 64 at most, starting with a letter or digit',
    },
    'bad-key': {
      text: '{option}: a profile has no key {value}',
      hint: '[did you mean {suggestion}?][the keys there: {choices}]',
    },
    'bad-pair': { text: '{option} {value} is no key=value', hint: 'write for example --set service.hash=sha512' },
    'bad-value': {
      text: '{option} cannot be {value}: it has to be {form}',
      hint: 'run `tst profile edit --help` for examples',
    },
    'setting-missing': {
      text: 'the profile needs {key}, and there is nobody to ask',
      hint: 'give it with {option}, or run the command at a terminal',
    },
    'whom-to-ask': {
      text: 'it is not said whom to ask',
      hint: 'name a profile with --profile (`tst profile add` makes one), or an address with --tsa',
    },
    'which-profile': {
      text: 'it is not clear for which profile',
      hint: 'name it with --profile[; there are: {choices}]; `tst profile add` makes one',
    },
    'tls-roots': {
      text: 'the root sets bundled and system are made for TLS servers and cannot be imported as a provider’s anchors',
      hint: 'import the file that the provider or the ministry publishes',
    },
    'bad-day': {
      text: '{option} {value} is no date',
      hint: 'write a day such as 2024-01-31, or a moment with its zone such as 2024-01-31T12:00:00Z',
    },
    'no-person': {
      text: '{option} needs a terminal, and there is none',
      hint: 'change single keys with --set key=value, and remove them with --unset key',
    },
    'option-needs': { text: '{option} needs {other}', hint: 'run `tst {verb} --help` for examples' },

    'no-subcommand': { text: '{verb} needs one of its verbs: {choices}', hint: 'run `tst {verb} --help` for examples' },
    'unknown-subcommand': {
      text: 'unknown verb {verb} {value}',
      hint: '[did you mean {suggestion}? ]one of: {choices}',
    },
    'bad-zone': { text: '{option} {value} is no time zone', hint: 'write its name, such as Asia/Tokyo or UTC' },
    'bad-report': {
      text: '--report {value} is no report',
      hint: 'write <format>=<file>, such as html=audit.html; formats: {choices}',
    },
    'bad-pattern': {
      text: '--pattern {value} is no name of tokens',
      hint: 'write name or stem in braces, once, with text behind it and no folder before it; `tst audit --help` has examples',
    },
    'names-nothing': {
      text: '{option} {value} names no file',
      hint: 'write a pattern such as *.pdf or 2025/**, or the name of a folder',
    },
    'one-token': {
      text: '{option} is about one token, and an audit about many',
      hint: 'leave it out, or use `tst verify {option}` for that token',
    },
    'not-a-manifest': {
      text: '{value} is neither a folder nor a manifest (.csv, .jsonl)',
      hint: 'use `tst verify {value}` for one file, or --files where the arguments are files to verify',
    },
    'not-a-day': { text: '{option} {value} is no day of the calendar', hint: 'write it as 2024-01-31' },
    'not-a-month-day': {
      text: '{option} {value} is no day of every year',
      hint: 'write month and day, such as 04-01',
    },
    'empty-period': { text: '--from {from} lies after --to {to}', hint: 'exchange them' },
  },
  profile: {
    syntax: {
      text: 'this cannot be read[: {reason}]',
      hint: 'correct the text; JSON is read from files that end in .json',
    },
    'not-utf8': { text: 'this is not UTF-8', hint: 'save the file in UTF-8' },
    'too-deep': { text: 'this is nested too deep', hint: 'a profile has at most tables in lists in tables' },
    'line-too-long': {
      text: 'the line is longer than {max} characters',
      hint: 'keep certificates in files of their own',
    },
    'duplicate-key': { text: 'this key or table is there twice', hint: 'remove one of them' },
    'unknown-key': {
      text: 'there is no such key',
      hint: '[did you mean {suggestion}?][the keys there: {choices}]',
    },
    'not-for-kind': { text: 'this key does not belong to the kind {kind}', hint: 'remove it, or correct kind' },
    'missing-key': { text: 'this key is missing', hint: 'add it' },
    'wrong-form': { text: 'this has to be {form}', hint: 'correct the value' },
    'bad-choice': { text: 'this has to be one of: {choices}', hint: 'correct the value' },
    'out-of-range': { text: 'this has to be a number from {min} to {max}', hint: 'correct the value' },
    'too-many': { text: 'there are more than {max} entries', hint: 'remove some' },
    'newer-schema': {
      text: 'the profile was written for a newer version of tst',
      hint: 'update tst: this version does not know what such a profile demands',
    },
    'name-differs': { text: 'the file’s name says {expected}', hint: 'rename the file, or correct the name' },
    excludes: { text: 'this and {other} exclude each other', hint: 'remove one of them' },
    needs: { text: 'this needs {other} beside it', hint: 'add it, or remove this' },
    'one-of': { text: 'one of these is missing: {choices}', hint: 'add one' },
    order: { text: 'this lies before {other}', hint: 'correct one of the dates' },
    'same-anchor': { text: 'this anchor is there twice', hint: 'remove one of them' },
    'secret-in-clear': {
      text: 'a secret would be sent in clear to {url}',
      hint: 'use the https address of the service',
    },
    'not-https': {
      text: 'a list that is fetched without https can be exchanged on its way',
      hint: 'use the https address, or set allowHttp = true if the provider has no other',
    },
    'form-not-kept': {
      text: 'this cannot be changed without writing the file anew',
      hint: 'change it by hand: `tst profile edit`',
    },
  },
  forms: {
    text: 'text on one line, in quotes',
    path: 'the path of a file',
    oid: 'an object identifier such as 1.3.6.1.4.1.13762.3',
    sha256: 'a SHA-256 fingerprint: 64 digits in lower-case hexadecimal without colons',
    date: 'a day such as 2024-01-31, or a moment with its zone such as 2024-01-31T12:00:00+09:00',
    name: 'a name of lower-case letters, digits, dots, hyphens and underscores',
    secret: 'the name under which `tst login` keeps the secret, not the secret itself',
    url: 'an http or https address in full, without user and password',
    number: 'a number',
    'true-false': 'true or false',
    list: 'a list in square brackets',
    table: 'a table with keys of its own',
    header: 'the name of an HTTP header field',
    pem: 'a certificate in PEM form',
    country: 'a country code of two capitals such as JP',
    'time-zone': 'a time zone such as Asia/Tokyo',
    'utc-offset': 'an offset from UTC such as +09:00',
    encoding: 'the name of an encoding such as shift_jis',
    'tsa-name': 'a name such as CN=TSU 1, O=Provider, or the common name alone',
  },
  rules: {
    'imprint.algorithm': 'hash function of the imprint',
    'imprint.length': 'length of the imprint',
    'imprint.match': 'imprint is the hash of the data',
    'imprint.request': 'imprint is the request’s',
    'response.status': 'status of the response',
    'response.nonce': 'nonce came back',
    'response.policy': 'policy is the one asked for',
    'response.certificates': 'certificates as asked for',
    'cms.content-type': 'content types',
    'cms.version': 'versions of the signature format',
    'cms.signer-count': 'exactly one signer',
    'cms.signed-attributes': 'signed attributes',
    'cms.message-digest': 'signed hash of the content',
    'cms.signing-certificate': 'signature names its certificate',
    'cms.further-ess': 'further certificates named',
    'cms.signer': 'signer’s certificate found',
    'cms.signature': 'signature',
    'tst.version': 'version of the token',
    'tst.policy': 'policy accepted',
    'tst.serial': 'serial number',
    'tst.gen-time': 'form of the time',
    'tst.future': 'time is not in the future',
    'tst.accuracy': 'accuracy',
    'tst.tsa': 'name of the authority',
    'tst.extensions': 'extensions of the token',
    'tsa.eku': 'certificate is for time-stamping',
    'tsa.key-usage': 'key usage of the signer',
    'tsa.not-ca': 'signer is no CA',
    'tsa.validity': 'certificate valid at genTime',
    'path.build': 'chain to a trusted root',
    'path.constraints': 'rules of the chain',
    'path.validity': 'chain valid at the moment judged for',
    'algorithm.strength': 'strength of the algorithms',
    'revocation.authentic': 'revocation information is authentic',
    'revocation.scope': 'revocation information covers the certificate',
    'revocation.fresh': 'revocation information is fresh',
    'revocation.status': 'certificates not revoked',
    'tst-list.source': 'source of the token revocation list',
    'tst-list.fresh': 'token revocation list is fresh',
    'tst-list.listed': 'token not revoked',
  },
  checks: {
    imprint: 'hash of the file',
    signature: 'signature of the token',
    'certificate-revocation': 'revocation of certificates',
    'tst-revocation': 'revocation of the token',
  },
  verdicts: { VALID: 'VALID', INVALID: 'INVALID', INDETERMINATE: 'INDETERMINATE' },
  statuses: { pass: 'pass', fail: 'FAIL', unknown: 'unknown', skipped: 'skipped', 'not-applicable': 'not applicable' },
  kinds: {
    token: 'time-stamp token',
    cms: 'CMS message',
    response: 'time-stamp response',
    request: 'time-stamp request',
    certificate: 'certificate',
    crl: 'CRL',
    ocsp: 'OCSP response',
    unknown: 'unknown content',
  },
  sources: {
    kinds: { crl: 'CRL', 'delta-crl': 'delta CRL', ocsp: 'OCSP' },
    says: {
      good: 'not revoked',
      revoked: 'revoked',
      'on-hold': 'suspended',
      'never-issued': 'never issued',
      unknown: 'not known',
      nothing: 'says nothing',
    },
  },
  lists: { listed: 'the token is listed as revoked', 'not-listed': 'the token is not listed', nothing: 'says nothing' },
  notes: {
    'fetch-failed': 'a certificate could not be fetched from {url}[: {reason}][ ({detail})]',
    'fetched-no-certificate': 'what was fetched from {url} is no certificate',
    'cache-not-written': 'what was fetched could not be kept for later runs[: {path}][ ({reason})]',
    'fetch-limit': 'not everything wanted was fetched[: limit {limit}]',
    'file-passed-over': '{path} was passed over[: {reason}]',
    'tls-roots-only':
      'the only trust given, {path}, is made for TLS servers: it does not tell which authorities may time-stamp',
    'media-type': 'the answer is a time-stamp response, though sent as {found}',
    'saved-elsewhere': 'the token was saved as {path}, because {wanted} could not be written[: {reason}]',
    'request-not-saved': 'the request could not be saved as {path}[: {reason}]',
    'profiles-tied':
      'several profiles fit this token equally well, so that none was used: {names}; name one with --profile',
    'keychain-unavailable':
      'the secret is kept in the file {path}, for your eyes only, and not in a keychain[: {reason}]',
    'keychain-keeps': 'the earlier secret {name} could not be removed from the keychain[: {reason}]',
    'password-file-open': 'the password file {path} can be read by other users',
    'profile-file-open': 'every user of this computer can change the profile {path}',
    'project-profiles':
      'the profiles in {path} come with this repository and do not count by themselves; to use them: --profile-dir {path}',
    'profile-unusable': 'something that the profile names cannot be used',
    'profile-no-service': 'no address: it can verify and not stamp (service.urls)',
    'profile-no-anchors':
      'no anchors: no token can be VALID by it; import them: tst trust import <file> --profile {name}',
    'profile-no-tst-revocation':
      'nothing says how the provider revokes tokens, so that the fourth check stays unknown: tst profile edit {name} --set tst-revocation.kind=… --set tst-revocation.url=…',
    'anchor-not-root': 'the anchor {subject} is no self-signed root: it is trusted because it is pinned',
    'anchor-expired': 'the anchor {subject} expired at {notAfter}',
    'accreditation-unknown':
      'no anchor says from when to when the authority is accredited (accreditedFrom, accreditedUntil)',
    'accreditation-ended': 'the accreditation of the anchor {sha256} ended on {date}',
    'list-no-radix':
      'the radix of the list’s serial numbers is left to the list; if it does not state one, it is refused',
    'repository-incomplete':
      'of what was kept of {name}, {count} records are gone or damaged: what it said then may be missing here, and a list that goes back may go unnoticed',
    'snapshot-missing': 'what {name} said once is gone or damaged on disk: SHA-256 {sha256}',
    'repository-unreadable': 'what was kept of {name} cannot be read[: {path}][ ({reason})]',
    'repository-not-written': 'what the source of revoked tokens said could not be kept[: {path}][ ({reason})]',
    'list-in-clear': '{url} is not https: whoever sits on the way can change the list',
    'list-no-scope':
      'nothing says which tokens the list is about, so that it is taken for every token under the anchors, of other authorities as well: tst profile edit {name} --set match.policies=<OID>',
    'statement-holds': 'the statement of {date} that no list is published holds until {until}',
    'statement-lapsed':
      'the statement of {date} that no list is published has lapsed after {days} days: look again, and set tst-revocation.statedOn',
    'statement-in-future': 'the statement that no list is published is dated {date}, which is still to come',
    'contract-ends': 'the contract renews itself after {date} unless it is ended by {until}, {days} days before',
    'contract-renews': 'the contract renews itself after {date}: the {days} days of notice have begun',
    'contract-ended': 'the contract ended on {date}; if it was renewed, set contract.end',

    'may-be-billed':
      'no token came from {url}[ ({reason})], but one may have been issued and charged to {profile}: it is not asked for again there',
    'asked-again': '{url} was asked again after {seconds} s[: {reason}]',
    'asked-elsewhere': '{url} failed[ ({reason})]; {other} was asked',
    'code-allowed': '{path} is code ({reason}), and was allowed for the contract[ of {profile}] by --allow-code',
    'code-not-seen':
      'only a digest was given: whether it is of code, which the contract[ of {profile}] is not for, nobody looked',
    'answer-found': 'a run that ended early had left the answer in {path}; nothing was asked for again',
    'answers-left':
      'runs that ended early left answers on disk ({count}): the same command with --resume publishes them',
    'profile-chosen': 'stamping under your only profile, {name}',
    'secret-withheld': '{url} is no address of the profile {name}, and does not get its secret',
    'quota-near':
      'the quota[ of {profile}] for {period} is nearly used: {used} tokens[ and {unanswered} unanswered requests] of {limit}',
    'quota-used':
      'the quota[ of {profile}] for {period} is used up: {used} tokens[ and {unanswered} unanswered requests] of {limit}',
    'serial-reused':
      'ALARM: {issuer} gave the serial number {serial} to other tokens as well ({count})[: {path}]; ask the authority, and keep all of them',
    'ledger-failed': 'what became of the request could not be entered in the ledger {path}[: {reason}]',
  },
  reasons: englishReasons,
  words: {
    provenTime: 'existed at',
    statedTime: 'token states',
    noTime: 'no time can be read',
    assumed: 'assumed',
    expired: 'expired',
    skipped: 'checks skipped',
    judgedFor: 'judged for',
    atGenTime: 'genTime',
    asKnownOn: 'as known on',
    notCounted: 'not counted',
    byStatement: 'token revocation by your own statement that no list is published',
    list: 'list',
    profile: 'profile',
    chosenBy: 'chosen by',
    signs: { tsaCertificate: 'TSA certificate', anchor: 'anchor', tsaName: 'TSA name', policy: 'policy' },
    accredited: { yes: 'accredited at genTime', no: 'not accredited at genTime' },
    givenSource: 'at hand',
    policy: 'policy',
    warning: 'warning',
    object: 'object',
    clause: 'clause',
    hint: 'hint',
    notReached: 'not reached',
    signer: 'signer',
    tsa: 'authority',
    serial: 'serial',
    tsaPolicy: 'policy',
    expires: 'expires',
    hash: 'hash',
    token: 'token',
    standardInput: 'standard input',
    judgedBy: 'judged at {now} by policy {policy}, tst {version}',
    path: 'path',
    anchor: 'trusted',
    note: 'note',
    error: 'tst',
    inspected: 'read only, nothing was judged',
    inspectedText: '{path}: text, neither PEM nor Base64, {size} bytes',
    statesTime: 'time-stamp of {genTime}[, hash {hash}][, policy {policy}][, authority {tsa}]',
    inspectedAs: '{path}: {kind}, {encoding}[ {label}], {size} bytes',
    certificateAt: 'certificate at byte {offset}',
    notDescribed: 'it cannot be summed up; what can be read of it stands below',
    issuer: 'issuer',
    validity: 'valid',
    key: 'key',
    signedWith: 'signed with',
    stops: 'reading stops at byte {offset}: {reason}',
    truncated: 'output was cut: {reason}',
    trailing: '{count} more bytes from byte {offset} on',
  },
};
