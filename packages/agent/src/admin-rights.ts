import { stat } from 'node:fs/promises';
import { LibraryMissing, openLibrary } from './capture/native.js';

/** Whether only this computer's admins can write into a folder, and we are one of them. */
export async function isAdminsOnly(dir: string): Promise<boolean> {
  if (process.platform === 'win32') return isWindowsAdmin();
  const found = await stat(dir).catch(() => undefined);
  return found !== undefined && found.uid === 0 && (found.mode & 0o022) === 0 && process.getuid?.() === 0;
}

function isWindowsAdmin(): boolean {
  try {
    const ask = openLibrary('shell32.dll').func('int __stdcall IsUserAnAdmin()');
    return ask() !== 0;
  } catch (error) {
    if (error instanceof LibraryMissing) return false;
    throw error;
  }
}
