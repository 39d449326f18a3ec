import type { Plugin } from 'vite';

export function small(): Plugin;
export function ofMarkup(text: string): string;
export function ofStyles(text: string): string;
