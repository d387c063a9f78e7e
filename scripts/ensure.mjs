// Installs once, and says what is missing before npm has to fail for it.
// Reruns only when package-lock.json, the Node version or the processor changed since the last install.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`DIDACTO needs Node 20.19 or newer; this is ${process.version}. / Node 20.19 이상이 필요합니다.`);
  process.exit(1);
}

const fingerprint = createHash('sha256')
  .update(readFileSync('package-lock.json'))
  .update(process.version + process.arch + process.platform)
  .digest('hex');
const stamp = 'node_modules/.didacto-installed';

if (!(existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint)) {
  // npm.cmd cannot be spawned without a shell on Windows, so npm is run through this very Node where npm started us.
  const npm = process.env.npm_execpath;
  const { status } = npm
    ? spawnSync(process.execPath, [npm, 'ci', '--no-audit', '--no-fund'], { stdio: 'inherit' })
    : spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { stdio: 'inherit', shell: true });
  if (status !== 0) {
    explainMissingTools();
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, fingerprint);
}

/** sqlite3 is compiled where its prebuilt binary cannot be had; say which tool that lacks. */
function explainMissingTools() {
  const works = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
  const missing = [];
  if (!works('python3') && !works('python')) missing.push('Python 3');
  if (process.platform !== 'win32' && !works('c++') && !works('g++') && !works('clang++'))
    missing.push('a C++ compiler');
  if (process.platform !== 'win32' && !works('make')) missing.push('make');
  if (missing.length > 0) {
    console.error(
      `The install failed, and this machine lacks ${missing.join(', ')}: sqlite3 is compiled where no prebuilt binary can be had.\n` +
        `설치하지 못했습니다. ${missing.join(', ')} 이(가) 필요합니다.`,
    );
  }
}
