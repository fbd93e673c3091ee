import type { Entra } from './entra';

/** A group as the simulator knows it: ids of the users in it, directly and through other groups. */
export interface OracleGroup {
	id: string;
	displayName: string;
	direct: string[];
	nested: string[];
}

/** An enterprise application as the simulator knows it. */
export interface OracleApp {
	id: string;
	appId: string;
	displayName: string;
	assignments: { principalId: string; appRoleId: string; principalType: string | null }[];
}

export interface OraclePerson {
	id: string;
	userPrincipalName: string;
	displayName: string;
	accountEnabled: boolean;
	department: string | null;
	inGroup: boolean;
	userType: string | null;
	assignedLicenses: { skuId: string }[];
}

export const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/** What is true in the simulated tenant, told past Graph. */
export class Oracle {
	private constructor(
		readonly people: readonly OraclePerson[],
		readonly groups: readonly OracleGroup[],
		readonly apps: readonly OracleApp[],
	) {}

	static async of(entra: Entra): Promise<Oracle> {
		const ask = async (path: string) => (await entra.control('GET', path)).body as unknown;
		return new Oracle(
			(await ask('people')) as OraclePerson[],
			(await ask('groups')) as OracleGroup[],
			(await ask('apps')) as OracleApp[],
		);
	}

	group(name: string): OracleGroup {
		const group = this.groups.find(({ displayName }) => displayName === name);
		if (!group) throw new Error(`There is no group ${name}`);
		return group;
	}

	app(name: string): OracleApp {
		const app = this.apps.find(({ displayName }) => displayName === name);
		if (!app) throw new Error(`There is no application ${name}`);
		return app;
	}

	/** Everybody who is assigned to an application, themselves or through a group. */
	assigned(name: string, { nested, defaultAccess }: { nested: boolean; defaultAccess: boolean }): Set<string> {
		const assignments = this.app(name).assignments.filter(
			({ appRoleId }) => defaultAccess || appRoleId !== DEFAULT_ACCESS,
		);
		return new Set(
			assignments.flatMap(({ principalId, principalType }) => {
				if (principalType === 'user') return [principalId];
				const group = this.groups.find(({ id }) => id === principalId);
				return (nested ? group?.nested : group?.direct) ?? [];
			}),
		);
	}
}
