/*
 * ts-verify <roots.pem> <seconds since 1970> <pairs>: verifies time-stamps by libcrypto, all in one process, as a peer of
 * `tst audit`. <pairs> holds names, each ended by NUL: data, token, data, token. Prints `<count> <seconds>`; ends with 1 at the
 * first that is not good.
 *
 * OpenSSL's API used: TS_VERIFY_CTX_new, _set_flags, _set_store and _set_data, TS_RESP_verify_response, d2i_TS_RESP_bio. Flags:
 * TS_VFY_ALL_DATA, so that imprint, signature, ESS certificate hash and path are checked, without nonce, policy and TSA name. The
 * store checks dates at the given moment, and no revocation: neither CRLs nor lists of revoked tokens.
 */
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* TS_VERIFY_CTX frees its store, and a new one for each token would read the roots again and again. */
static X509_STORE *store;

static int verify(const char *data, const char *token) {
  int good = 0;
  TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
  BIO *response_bio = BIO_new_file(token, "rb");
  BIO *data_bio = BIO_new_file(data, "rb");
  TS_RESP *response = response_bio == NULL ? NULL : d2i_TS_RESP_bio(response_bio, NULL);
  if (context != NULL && response != NULL && data_bio != NULL) {
    TS_VERIFY_CTX_set_flags(context, TS_VFY_ALL_DATA & ~(TS_VFY_NONCE | TS_VFY_POLICY | TS_VFY_TSA_NAME));
    /* Both are freed with the context. */
    TS_VERIFY_CTX_set_data(context, data_bio);
    data_bio = NULL;
    X509_STORE_up_ref(store);
    TS_VERIFY_CTX_set_store(context, store);
    good = TS_RESP_verify_response(context, response) == 1;
  }
  TS_RESP_free(response);
  BIO_free(response_bio);
  BIO_free(data_bio);
  TS_VERIFY_CTX_free(context);
  return good;
}

/* A name up to its NUL; 0 at the end of the list. */
static int read_name(FILE *list, char *name, size_t size) {
  size_t length = 0;
  int octet;
  while ((octet = getc(list)) != EOF && octet != 0) {
    if (length + 1 >= size) return 0;
    name[length++] = (char)octet;
  }
  name[length] = 0;
  return octet == 0 && length > 0;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **words) {
  static char data[8192], token[8192];
  long verified = 0;
  double start;
  FILE *list;
  if (count != 4) {
    fprintf(stderr, "usage: ts-verify <roots.pem> <seconds since 1970> <pairs>\n");
    return 64;
  }
  store = X509_STORE_new();
  if (store == NULL || X509_STORE_load_locations(store, words[1], NULL) != 1) {
    fprintf(stderr, "ts-verify: no roots in %s\n", words[1]);
    return 66;
  }
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)strtoll(words[2], NULL, 10));
  list = fopen(words[3], "rb");
  if (list == NULL) {
    fprintf(stderr, "ts-verify: can't read %s\n", words[3]);
    return 66;
  }
  start = seconds();
  while (read_name(list, data, sizeof data) && read_name(list, token, sizeof token)) {
    if (!verify(data, token)) {
      fprintf(stderr, "ts-verify: not good: %s\n", token);
      ERR_print_errors_fp(stderr);
      return 1;
    }
    verified++;
  }
  printf("%ld %.6f\n", verified, seconds() - start);
  fclose(list);
  X509_STORE_free(store);
  return 0;
}
