/**
 * Milliseconds that a service asks to wait (RFC 9110 §10.2.3: seconds, or a date), counted from `now`; null where the field is
 * missing or can't be read.
 */
export function retryAfter(field: string | undefined, now: number): number | null {
  const value = field?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // RFC 9110 §5.6.7: one form is to be sent; asctime and RFC 850 are long gone from servers.
  if (!/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(value)) return null;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
