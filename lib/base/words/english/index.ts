import { tellIn } from '../saying';
import type { Grammar } from '../saying';
import { entra } from './entra';
import { hr } from './hr';
import { http } from './http';
import { leavers } from './leavers';
import { mapping } from './mapping';
import { people } from './people';
import { stops } from './stops';
import { teams } from './teams';

export const ENGLISH: Grammar = {
	causes: {
		...mapping,
		...people,
		...leavers,
		...stops,
		...teams,
		...http,
		...entra,
		...hr,
		several: ({ causes }, tell) => causes.map((cause) => tell.sentence(cause)).join('; '),
		said: ({ text }) => text,
	},
	and: ' and ',
	others: (count) => `${count} others`,
	stopped: (text) => `Stopped: ${text}`,
	actions: {},
};

/** What causes are in English: the language of errors and of the rows. */
export const inEnglish = tellIn(ENGLISH);
