export function embedConfig(outDir: string | undefined, input?: Record<string, string>): object;
