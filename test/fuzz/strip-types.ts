import { type LoadHook, stripTypeScriptTypes } from 'node:module';

/** A loader that hands TypeScript on as JavaScript: the one that counts coverage, registered after it, reads that alone. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const result = await nextLoad(url, context);
  if (result.format !== 'module-typescript' || result.source == null) return result;
  const text = typeof result.source === 'string' ? result.source : Buffer.from(result.source as Uint8Array).toString();
  return { ...result, format: 'module', source: stripTypeScriptTypes(text) };
};
