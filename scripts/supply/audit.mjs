// Asks npm's registry what is known against the packages that come to whoever installs this one:
//   npm run audit                    exit code 1 when something serious is known
//   npm run audit -- --must-answer   also when the registry does not answer
import { spawnSync } from 'node:child_process';

import audit from './audit.cjs';

const answer = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
	encoding: 'utf8',
	shell: process.platform === 'win32',
	maxBuffer: 64 * 1024 * 1024,
});
const { sentences, exitCode } = audit.judge(answer.stdout ?? '', process.argv.includes('--must-answer'));
for (const sentence of sentences) console.log(sentence);
process.exitCode = exitCode;
