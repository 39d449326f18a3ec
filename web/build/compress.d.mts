export function compressFolder(folder: string): void;
export function brotli(content: Uint8Array): Uint8Array;
