import type { ValueType } from '../../sync/values';

/** An attribute that the mapping form offers. */
export interface TargetAttribute {
	/** Key in the form: plain letters, since form fields can't be named like a path. */
	id: string;
	/** Where the value goes: a SCIM path, or the name of a field of a REST API. */
	path: string;
	label: string;
	/** Shown behind the label, such as the form that a value has to have. */
	hint?: string;
	type: ValueType;
	required?: boolean;
	/** Characters, at most. */
	maxLength?: number;
	/** The values that the system takes, where it takes no others. */
	allowed?: readonly string[];
	/** No two people may have the same value: employees may be told apart by it. */
	unique?: boolean;
	/** Can't be changed once the employee exists. */
	createOnly?: boolean;
	/** The expression filled in at first, out of what Get Group Members reads by default. */
	source?: string;
}

/** One HR system: what there is to know about it, as data. `protocol` says which adapter speaks to it. */
export interface HrSystem {
	/** Kept in workflows, so never renamed. */
	id: string;
	name: string;
	protocol: 'scim' | 'rest';
	/** Where the user name goes, which Map Attributes asks for on its own. */
	userName: TargetAttribute;
	/** All attributes but the user name, in the order in which people think of them. */
	attributes: readonly TargetAttribute[];
	/** The user name has to be the same as the value of this attribute. */
	userNameEquals?: string;
	/** What the maker does not publish, so that it is a guess: sentences for whoever sets the system up. */
	unverified: readonly string[];
}
