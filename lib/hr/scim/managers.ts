import { isEmpty, isRecord, plainText } from '../../base/json';
import type { HttpClient } from '../../http/client';
import { matchKey } from '../../sync/compare';
import type { Employee } from '../../sync/model';
import { NotSentError } from '../directory';
import { parseEmployee } from './employees';
import { parsePath, property, readPath } from './path';
import type { ScimProfile } from './profile';
import type { Assignment } from './resource';
import { userUrl } from './write';

/** How one HR system holds managers. */
export interface Managers {
	/** To be told of every employee that is read or written: managers may stand under their e-mail addresses. */
	learn: (employees: Employee[]) => void;
	/**
	 * What a manager is written as; null clears.
	 * @throws NotSentError when the manager has no e-mail address to be named by
	 */
	assignments: (managerHrId: string | null | undefined) => Promise<Assignment[]>;
	/**
	 * HR id of the employee's manager; undefined when there is none. What stands there for somebody unknown is given as it
	 * stands: it is no HR id, but something that can be cleared.
	 */
	read: (resource: unknown) => string | undefined;
}

export function createManagers(http: HttpClient, profile: ScimProfile): Managers {
	const path = parsePath(profile.managerPath);
	const emails = new Map<string, string>();
	const ids = new Map<string, { hrId: string; active: boolean }>();

	const learn = (employees: Employee[]): void => {
		if (profile.manager !== 'email') return;
		for (const { hrId, active, raw } of employees) {
			const email = workEmail(raw);
			const key = matchKey(email);
			if (email === undefined || key === undefined) continue;
			emails.set(hrId, email);
			const known = ids.get(key);
			// Somebody who has left may have had the address before.
			if (!known || known.hrId === hrId || (active && !known.active)) ids.set(key, { hrId, active });
		}
	};

	const emailOf = async (hrId: string): Promise<string> => {
		if (!emails.has(hrId)) {
			const { body } = await http.request({ method: 'GET', url: userUrl(hrId) });
			learn([parseEmployee(body, profile.activeDefault)]);
		}
		const email = emails.get(hrId);
		if (email !== undefined) return email;
		throw new NotSentError({ kind: 'managerNameless', hrId });
	};

	const valueOf = async (hrId: string): Promise<unknown> => {
		if (profile.manager === 'email') return await emailOf(hrId);
		return profile.manager === 'reference' ? { value: hrId } : hrId;
	};

	return {
		learn,
		async assignments(managerHrId) {
			if (managerHrId === undefined || profile.manager === 'none') return [];
			return [{ path, value: managerHrId === null ? null : await valueOf(managerHrId) }];
		},
		read(resource) {
			if (profile.manager === 'none') return undefined;
			const held = readPath(resource, path);
			const value = isRecord(held) ? (property(held, 'value') ?? property(held, 'email')) : held;
			if (isEmpty(value) || isRecord(value)) return undefined;
			const text = plainText(value);
			if (profile.manager !== 'email' || emails.has(text)) return text;
			return ids.get(matchKey(text) ?? '')?.hrId ?? text;
		},
	};
}

/** The address of type work; or the primary or first one; or a user name that is an address. */
function workEmail(resource: unknown): string | undefined {
	const emails = property(resource, 'emails');
	const elements = Array.isArray(emails) ? emails.filter(isRecord) : [];
	const candidates = [
		readPath(resource, parsePath('emails[type eq "work"].value')),
		property(
			elements.find((element) => property(element, 'primary') === true),
			'value',
		),
		property(elements[0], 'value'),
		property(resource, 'userName'),
	];
	return candidates.find((one): one is string => typeof one === 'string' && one.includes('@'))?.trim();
}
