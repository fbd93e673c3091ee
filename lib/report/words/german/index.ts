import { tellIn } from '../../../base/words/saying';
import { de } from '../de';
import { entra } from './entra';
import { hr } from './hr';
import { http } from './http';
import { leavers } from './leavers';
import { mapping } from './mapping';
import { people } from './people';
import { stops } from './stops';
import { teams } from './teams';

/** What causes are in German. */
export const inGerman = tellIn({
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
	and: ' und ',
	others: (count) => (count === 1 ? 'ein weiterer' : `${count} weitere`),
	stopped: (text) => `Angehalten: ${text}`,
	actions: de.actions,
});
