import { existsSync } from 'node:fs';

/** Where browsers that are driven like Chromium are found on the systems that the program runs on. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Headless, and quiet: it asks for nothing of its own on the network. */
export const browserFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser that TST_CHROMIUM names, else the first that is found; null: there is none. */
export function findBrowser(): string | null {
  return process.env.TST_CHROMIUM ?? places.find((place) => existsSync(place)) ?? null;
}
