export interface BrowserArgumentsOptions {
  /** Address of the page, `file:`. */
  readonly pageUrl: string;
  /** A folder of its own: the browser's settings, cookies and windows of the user are left alone. */
  readonly dataFolder: string;
  /** As root the browser refuses to run in its sandbox. */
  readonly isRoot: boolean;
  /** Given in addition, for tests: `--headless=new`. */
  readonly more: readonly string[];
}

/** What a browser does by itself and a window on one file has no use for. */
const NOT_WANTED = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--noerrdialogs',
  '--no-service-autorun',
  '--hide-crash-restore-bubble',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,DialMediaRouteProvider,CertificateTransparencyComponentUpdater',
  '--metrics-recording-only',
  // No question for the password of a key ring that nothing is kept in.
  '--password-store=basic',
  '--use-mock-keychain',
];

/** An app window on the page, driven over file descriptors 3 and 4: no port, no socket. */
export function browserArguments(options: BrowserArgumentsOptions): string[] {
  const { pageUrl, dataFolder, isRoot, more } = options;
  return [
    `--app=${pageUrl}`,
    '--remote-debugging-pipe',
    `--user-data-dir=${dataFolder}`,
    // The browser looks up servers of its maker by itself; it finds none.
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--window-size=1280,800',
    ...NOT_WANTED,
    ...(isRoot ? ['--no-sandbox'] : []),
    ...more,
  ];
}
