// The browser of the tests.
//
// CHROME the browser's executable (default: the first of the usual names on the PATH)

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** Its program. */
export function executable() {
  if (process.env.CHROME) return process.env.CHROME;
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  for (const name of names) {
    for (const place of (process.env.PATH ?? '').split(delimiter)) {
      try {
        accessSync(join(place, name), constants.X_OK);
        return join(place, name);
      } catch {
        // Not here.
      }
    }
  }
  // One that playwright itself fetched, if any.
  return undefined;
}

/** The browser. */
export const launch = () => chromium.launch({ executablePath: executable(), timeout: 60_000 });
