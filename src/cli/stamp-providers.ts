import { type Credentials, findCredentials } from '../app/credentials.ts';
import { type Note, type Ports, Secret } from '../app/ports.ts';
import { checkContract } from '../app/profile/check-profile.ts';
import type { Profile } from '../app/profile/profile.ts';
import { loadProfile, type ProfileFolder, surveyProfiles } from '../app/profile/profiles.ts';
import { type ProfileSettings, settingsOf } from '../app/profile/settings.ts';
import { noRetry, type Provider } from '../app/stamping/provider.ts';
import { TstError } from '../core/verdict/errors.ts';
import { type ClosableHttp, createHttp } from '../io/http.ts';
import type { Inputs } from '../io/input.ts';
import { createProfileFiles } from '../io/profile-files.ts';
import { folderOf } from './profile-folder.ts';
import type { StampWords } from './stamp-options.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { judgingOptions, networkOptions } from './verification-options.ts';

/** Whom the command line means, and what is to be said of that. */
export interface Routes {
  /** For each token of a file: who is asked first, and who where that fails. */
  readonly routes: readonly (readonly Provider[])[];
  readonly notes: readonly Note[];
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * The providers that the user named, with their profiles' settings; an option of the command line goes before those. Without any
 * the one profile that the user has. Throws usage errors, and what reading profiles, trust and secrets throws.
 */
export async function openRoutes(words: StampWords, terminal: Terminal, inputs: Inputs, ports: Ports): Promise<Routes> {
  const opening = new Opening(words, terminal, inputs, ports);
  try {
    const routes = await opening.routes();
    return { routes, notes: opening.notes, close: () => opening.close() };
  } catch (error) {
    await opening.close();
    throw error;
  }
}

class Opening {
  readonly notes: Note[] = [];
  readonly #words: StampWords;
  readonly #terminal: Terminal;
  readonly #inputs: Inputs;
  readonly #ports: Ports;
  readonly #asking: boolean;
  readonly #source: ProfileFolder;
  readonly #opened: ClosableHttp[] = [];
  #given: Promise<Credentials | null> | undefined;

  constructor(words: StampWords, terminal: Terminal, inputs: Inputs, ports: Ports) {
    this.#words = words;
    this.#terminal = terminal;
    this.#inputs = inputs;
    this.#ports = ports;
    this.#asking = !words.dryRun && !words.queryOnly;
    this.#source = folderOf(words, terminal);
  }

  async routes(): Promise<Provider[][]> {
    const { profile = [], tsa, fallbackProfile = [] } = this.#words;
    const names = profile.length > 0 || tsa !== undefined ? profile : await this.#onlyProfile();
    if (names.length === 0) return [[await this.#plain()]];
    const routes: Provider[][] = [];
    for (const name of names) {
      const route: Provider[] = [];
      for (const word of [name, ...fallbackProfile]) route.push(await this.#underProfile(word, word === name));
      routes.push(route);
    }
    return routes;
  }

  async close(): Promise<void> {
    for (const http of this.#opened) await http.close();
  }

  /** The one profile of the user; nothing is guessed where there are several. */
  async #onlyProfile(): Promise<readonly string[]> {
    if (!this.#asking) return [];
    if (this.#words.ignoreProfiles) throw usage('whom-to-ask');
    const found = await surveyProfiles(this.#source, this.#profilePorts());
    const names = found.map(({ name }) => name);
    const [name] = names;
    if (name === undefined) throw usage('whom-to-ask');
    if (names.length > 1) throw usage('which-profile', { choices: names.join(', ') });
    this.notes.push({ code: 'profile-chosen', facts: { name } });
    return [name];
  }

  async #plain(): Promise<Provider> {
    const words = this.#words;
    return {
      profile: null,
      urls: words.tsa === undefined ? [] : [words.tsa],
      hash: words.hash ?? 'sha256',
      requestPolicy: words.requestPolicy ?? null,
      credentials: await this.#givenCredentials(),
      http: await this.#network(null, null),
      ...{ pace: null, retry: noRetry, quota: null, codeSigning: true },
      judging: judgingOptions(words, this.#terminal),
    };
  }

  /** `first`: the user's address stands in place of the profile's. */
  async #underProfile(word: string, first: boolean): Promise<Provider> {
    const words = this.#words;
    const { profile, notes } = await loadProfile(word, this.#source, this.#profilePorts());
    // Which contract ends when is worth a line to who uses it.
    const dates = checkContract(profile, this.#ports.clock.now());
    this.notes.push(...notes, ...dates.map(({ code, facts }) => ({ code, facts })));
    const settings = settingsOf(profile);
    const urls = first && words.tsa !== undefined ? [words.tsa] : profile.service.urls;
    if (this.#asking && urls.length === 0) {
      throw new TstError('configuration', { path: profile.path, reason: 'the profile has no address to stamp at' });
    }
    const credentials = await this.#credentialsFor(profile, urls, first);
    return {
      profile: profile.name,
      urls,
      hash: words.hash ?? settings.hash,
      requestPolicy: words.requestPolicy ?? settings.requestPolicy,
      credentials,
      http: await this.#network(settings, credentials),
      pace: profile.rate,
      retry: profile.retry,
      quota: {
        ...profile.quota,
        zone: profile.timeZone,
        enforce: profile.quota.enforce || (words.enforceQuota ?? false),
      },
      codeSigning: profile.codeSigning,
      // Its tokens are judged by it and no other: what another one trusts is not what was ordered.
      judging: judgingOptions({ ...words, profile: [word] }, this.#terminal),
    };
  }

  #profilePorts() {
    return { files: this.#ports.files, profiles: createProfileFiles() };
  }

  /** What the user gave goes first. A profile's secret goes to the profile's own servers alone. */
  async #credentialsFor(profile: Profile, urls: readonly string[], first: boolean): Promise<Credentials | null> {
    if (!this.#asking) return null;
    const given = first ? await this.#givenCredentials() : null;
    if (given !== null) return given;
    const own = new Set(profile.service.urls.map(originOf));
    const other = urls.find((url) => !own.has(originOf(url)));
    if (other !== undefined) {
      if (profile.credentials.kind !== 'none')
        this.notes.push({ code: 'secret-withheld', facts: { name: profile.name, url: originOf(other) } });
      return null;
    }
    const { openSecrets } = await import('./login.ts');
    return findCredentials(profile.credentials, openSecrets(this.#terminal));
  }

  #givenCredentials(): Promise<Credentials | null> {
    this.#given ??= this.#readCredentials();
    return this.#given;
  }

  async #readCredentials(): Promise<Credentials | null> {
    const { user, passwordStdin, passwordFile = null } = this.#words;
    if (user === undefined || !this.#asking) return null;
    const { readPassword } = await import('../io/secrets.ts');
    const file = passwordStdin ? '-' : passwordFile;
    const { environment } = this.#terminal;
    const secret = readPassword({ file, environment, variable: 'TST_PASSWORD' }, this.#inputs);
    if (secret === null) throw new TstError('password-missing', { user });
    this.notes.push(...secret.notes);
    return { kind: 'basic', user: new Secret(user, 'name'), password: secret.secret };
  }

  async #network(settings: ProfileSettings | null, credentials: Credentials | null): Promise<ClosableHttp> {
    const words = this.#words;
    const network = networkOptions(words, this.#terminal);
    const tls = this.#asking ? await this.#tls(settings, credentials) : {};
    const http = createHttp({
      ...network,
      allowPrivate: (words.allowPrivateNetwork ?? false) || (settings?.allowPrivateNetwork ?? false),
      ...(words.timeout === undefined ? {} : { timeout: words.timeout * 1000 }),
      ...(words.connectTimeout === undefined ? {} : { connectTimeout: words.connectTimeout * 1000 }),
      ...tls,
    });
    this.#opened.push(http);
    return http;
  }

  async #tls(settings: ProfileSettings | null, credentials: Credentials | null) {
    const { clientCert, clientKey, tlsCa } = this.#words;
    const own = clientCert === undefined && clientKey === undefined;
    const client = own && credentials?.kind === 'client-certificate' ? credentials : null;
    const cert = client?.certificate ?? clientCert ?? null;
    const key = client?.key ?? clientKey ?? null;
    const ca = tlsCa ?? settings?.tlsCa ?? [];
    if (cert === null && key === null && ca.length === 0) return {};
    const { readTlsFiles } = await import('../io/tls-files.ts');
    const { readPassword } = await import('../io/secrets.ts');
    const { environment } = this.#terminal;
    const passphrase =
      client?.passphrase ?? readPassword({ file: null, environment, variable: 'TST_KEY_PASSPHRASE' })?.secret ?? null;
    return { tls: readTlsFiles({ ca, cert, key, passphrase }, this.#inputs) };
  }
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? url;
}
