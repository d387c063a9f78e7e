import { readFile } from 'node:fs/promises';

/** The first line of what a secret was kept in, as editors and Windows write it. */
export const firstLine = (content: string): string => content.replace(/^\uFEFF/, '').replace(/\r?\n[\s\S]*$/, '');

/** The first line of a file. */
export const readFirstLine = async (file: string): Promise<string> => firstLine(await readFile(file, 'utf8'));
