import { parseArgs } from 'node:util';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { wholeNumber } from '../shared/program.ts';
import { HR_SYSTEMS, hrSystemNamed } from '../shared/systems.ts';
import type { HrSystemName } from '../shared/systems.ts';
import { ANY_PORTS, USUAL_PORTS } from './ports.ts';
import type { Ports } from './ports.ts';

/** What `npm start` was asked for. */
export interface Flags {
	help: boolean;
	once: boolean;
	json: boolean;
	reset: boolean;
	/** Four HR systems at once, in n8n's queue mode. */
	queue: boolean;
	system: HrSystemName;
	/** Undefined: as many as there were. */
	members: number | undefined;
	latency: number;
	/** People to change, to remove and to add before the run. */
	mutate: number;
	ports: Ports;
}

export const USAGE = `npm start                starts the sandbox, runs the sync once and stays up until Ctrl-C
npm start -- --once      runs the sync once without staying up; exit code 0 when it succeeded
  --json                 with --once: one JSON object as the last line of standard output, all else on standard error
  --system NAME          the HR system: ${HR_SYSTEMS.join(', ')} (scim); each keeps its own people
  --queue                four HR systems at once, in n8n's queue mode with two workers, PostgreSQL and Redis
  --members N            people in the Entra simulator's group (250 at first, then as before; another number starts over)
  --latency MS           how long each answer of Entra and of the HR system takes (0)
  --mutate K             first change K people in Entra, remove K and add K
  --reset                start over without the state of earlier runs
  --port N               n8n's editor (${USUAL_PORTS.n8n}; any free port with --once, like all others)
  --entra-port N, --hr-port N, --mail-port N, --smtp-port N   (${USUAL_PORTS.entra} to ${USUAL_PORTS.smtp})`;

const OPTIONS = {
	help: { type: 'boolean', short: 'h', default: false },
	once: { type: 'boolean', default: false },
	json: { type: 'boolean', default: false },
	reset: { type: 'boolean', default: false },
	queue: { type: 'boolean', default: false },
	system: { type: 'string' },
	members: { type: 'string' },
	latency: { type: 'string' },
	mutate: { type: 'string' },
	port: { type: 'string' },
	'entra-port': { type: 'string' },
	'hr-port': { type: 'string' },
	'mail-port': { type: 'string' },
	'smtp-port': { type: 'string' },
} as const;

/** Reads the command line. Throws a Sentence about what it does not understand. */
export function readFlags(args: string[]): Flags {
	try {
		const { values } = parseArgs({ args, options: OPTIONS });
		if (values.json && !values.once) throw new Error('--json goes together with --once.');
		for (const one of ['system', 'hr-port'] as const) {
			if (values.queue && values[one] !== undefined)
				throw new Error(`--${one} is for one HR system, --queue for several.`);
		}
		const usual = values.once ? ANY_PORTS : USUAL_PORTS;
		return {
			help: values.help,
			once: values.once,
			json: values.json,
			reset: values.reset,
			queue: values.queue,
			system: hrSystemNamed(values.system),
			members: values.members === undefined ? undefined : wholeNumber('members', values.members, 0),
			latency: wholeNumber('latency', values.latency, 0),
			mutate: wholeNumber('mutate', values.mutate, 0),
			ports: {
				n8n: port('port', values.port, usual.n8n),
				entra: port('entra-port', values['entra-port'], usual.entra),
				hr: port('hr-port', values['hr-port'], usual.hr),
				mail: port('mail-port', values['mail-port'], usual.mail),
				smtp: port('smtp-port', values['smtp-port'], usual.smtp),
			},
		};
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new Sentence(`${message} All options: npm start -- --help`);
	}
}

function port(option: string, text: string | undefined, usual: number): number {
	const number = wholeNumber(option, text, usual);
	if (number > 65535) throw new Error(`--${option} must be a port, at most 65535.`);
	return number;
}
