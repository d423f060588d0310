/** What asks a program to end: Ctrl-C, a service manager, a closed terminal, and Ctrl-Break on Windows. */
export const endings =
  process.platform === 'win32'
    ? (['SIGINT', 'SIGBREAK', 'SIGHUP'] as const)
    : (['SIGINT', 'SIGTERM', 'SIGHUP'] as const);
