import { type RunProgram, runProgram } from '../../run-program.js';
import { type AudioBackEnd, noAudio } from './audio-back-end.js';
import { pulseAudio } from './pulse-audio.js';

/** The sound of this system. Where there is none known (Windows, macOS), neither voice comes or goes. */
export function chooseAudio(options: {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run?: RunProgram;
}): AudioBackEnd {
  const { platform, env, run = runProgram } = options;
  return platform === 'win32' || platform === 'darwin' ? noAudio : pulseAudio({ env, run });
}
