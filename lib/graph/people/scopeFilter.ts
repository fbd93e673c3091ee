import { SyncError } from '../../base/errors';
import { fieldsOf, isGuid } from '../../base/json';
import type { GraphUser } from './members';

/** Which of the people read the sync is for. */
export interface Scope {
	guests: 'include' | 'exclude' | 'only';
	disabledAccounts: 'include' | 'exclude';
	/** `all`: whatever they have; `licensed`: any licence; else the SKU IDs of which a person must have one. */
	licenses: 'all' | 'licensed' | readonly string[];
	conditions?: Conditions | undefined;
}

/**
 * OData for those who are in and for those who are out. Both are said in positive words where that can be: how Graph
 * takes "not equal" for a property without a value is then seen from the two counts, which do not add up to all.
 */
export interface Clause {
	in: string;
	out: string;
}

/** A clause whose opposite needs no thought, since its property has to hold a certain value. */
export function clause(odata: string): Clause {
	return { in: odata, out: `not (${odata})` };
}

/** Conditions over a person's properties, as somebody else evaluates them. */
export interface Conditions {
	/** What has to be read for them. */
	properties: readonly string[];
	/** What holds at least for everybody who meets the conditions. */
	odata: readonly Clause[];
	meets: (user: GraphUser) => boolean;
}

/** A scope made ready for reading. */
export interface ScopeFilter {
	properties: readonly string[];
	/**
	 * What Graph can leave out beforehand. It may leave in too many: `keeps` decides. Undefined when nothing goes to Graph.
	 */
	odata: Clause | undefined;
	keeps: (user: GraphUser) => boolean;
}

interface Rule {
	property?: string;
	odata: readonly Clause[];
	keeps: (user: GraphUser) => boolean;
}

/** @returns undefined when everybody is in scope @throws SyncError for a licence that is no SKU ID */
export function scopeFilter(scope: Scope): ScopeFilter | undefined {
	const rules = [...guestRules(scope), ...accountRules(scope), ...licenseRules(scope)];
	const { conditions } = scope;
	if (rules.length === 0 && !conditions) return undefined;
	const odata = [...rules.flatMap((rule) => rule.odata), ...(conditions?.odata ?? [])];
	return {
		properties: [...rules.flatMap(({ property }) => property ?? []), ...(conditions?.properties ?? [])],
		odata: joined(odata),
		keeps: (user) => rules.every((rule) => rule.keeps(user)) && (conditions?.meets(user) ?? true),
	};
}

function joined(clauses: readonly Clause[]): Clause | undefined {
	const [only, ...more] = clauses;
	if (only === undefined || more.length === 0) return only;
	return {
		in: clauses.map((one) => `(${one.in})`).join(' and '),
		out: clauses.map((one) => `(${one.out})`).join(' or '),
	};
}

function guestRules({ guests }: Scope): Rule[] {
	if (guests === 'include') return [];
	const only = guests === 'only';
	return [
		{
			property: 'userType',
			// Old accounts have no user type: they are no guests, so that "eq 'Member'" would lose them.
			odata: [only ? clause("userType eq 'Guest'") : { in: "userType ne 'Guest'", out: "userType eq 'Guest'" }],
			keeps: (user) => (known(user, 'userType') === 'Guest') === only,
		},
	];
}

function accountRules({ disabledAccounts }: Scope): Rule[] {
	if (disabledAccounts === 'include') return [];
	return [
		{
			property: 'accountEnabled',
			odata: [{ in: 'accountEnabled ne false', out: 'accountEnabled eq false' }],
			keeps: (user) => known(user, 'accountEnabled') !== false,
		},
	];
}

function licenseRules({ licenses }: Scope): Rule[] {
	if (licenses === 'all') return [];
	const property = 'assignedLicenses';
	if (licenses === 'licensed') {
		const odata = [{ in: 'assignedLicenses/$count ne 0', out: 'assignedLicenses/$count eq 0' }];
		return [{ property, odata, keeps: (user) => skusOf(user).length > 0 }];
	}
	const wanted = new Set(licenses.map(parseSku));
	if (wanted.size === 0) {
		throw new SyncError('No license is given', 'Enter the SKU ID of at least one license, or choose another scope.');
	}
	const any = [...wanted].map((sku) => `assignedLicenses/any(x:x/skuId eq ${sku})`);
	return [
		{
			property,
			odata: any.length > MAX_ALTERNATIVES ? [] : [clause(any.join(' or '))],
			keeps: (user) => skusOf(user).some((sku) => wanted.has(sku)),
		},
	];
}

/** Graph takes no filter with more alternatives. */
const MAX_ALTERNATIVES = 10;

function parseSku(text: string): string {
	const sku = text.trim().toLowerCase();
	if (isGuid(sku)) return sku;
	throw new SyncError(
		`"${text.trim()}" is not the SKU ID of a license`,
		'A SKU ID looks like 6fd2c87f-b296-42f0-b197-1e91e994b900. Microsoft lists them under "Product names and service plan identifiers for licensing".',
	);
}

function skusOf(user: GraphUser): string[] {
	const licenses = known(user, 'assignedLicenses');
	if (!Array.isArray(licenses)) throw notGiven('assignedLicenses');
	return licenses.map((license: unknown) => {
		const { skuId } = fieldsOf(license);
		return typeof skuId === 'string' ? skuId.toLowerCase() : '';
	});
}

/** What Graph did not give says nothing, and nobody is put out of scope for it. */
function known(user: GraphUser, property: string): unknown {
	if (user[property] === undefined) throw notGiven(property);
	return user[property];
}

function notGiven(property: string): SyncError {
	return new SyncError(
		`Graph did not give the property "${property}", which the scope asks for`,
		'Run again later. If it stays so, take the property out of the scope.',
	);
}
