import type { Shapes } from './shape';

/** Who is asked over HTTP. */
export const ASKED = ['hr', 'hrSignIn', 'graph', 'entraSignIn'] as const;
export type Asked = (typeof ASKED)[number];

/** `request`: method and path, such as "GET /Users". */
const REQUEST = { asked: ASKED, request: 'text' } as const;

/** Why a request brought no good answer. */
export const HTTP_CAUSES = {
	/** An answer with an error status, with the system's own words. */
	answered: { ...REQUEST, status: 'number', said: 'text?' },
	unreachable: { asked: ASKED, host: 'text', code: 'text?' },
	timedOut: { ...REQUEST, seconds: 'number' },
	redirected: { ...REQUEST, to: 'text?' },
	notJson: { ...REQUEST, type: 'text?' },
	tooDeep: REQUEST,
	tooLarge: REQUEST,
	foreignOrigin: { asked: ASKED, origin: 'text', own: 'text' },
	insecure: { asked: ASKED, origin: 'text' },
	cancelled: {},
	slowDown: { asked: ASKED, minutes: 'number' },
	/** Not asked for, since several before it got no answer. */
	outage: { because: 'cause' },
	noToken: {},
	wrongToken: {},
} as const satisfies Shapes;
