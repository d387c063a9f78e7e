import { type RunProgram, runProgram } from '../../run-program.js';
import { type AudioBackEnd, noAudio } from './audio-back-end.js';
import { pulseAudio } from './pulse-audio.js';
import { windowsAudio } from './windows-audio.js';

/** The sound of this system. Where there is none known, as on macOS, neither voice comes or goes. */
export function chooseAudio(options: {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run?: RunProgram;
}): AudioBackEnd {
  const { platform, env, run = runProgram } = options;
  if (platform === 'win32') return windowsAudio();
  return platform === 'darwin' ? noAudio : pulseAudio({ env, run });
}
