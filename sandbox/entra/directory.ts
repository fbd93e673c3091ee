export type ObjectType = 'user' | 'group' | 'device' | 'orgContact' | 'servicePrincipal' | 'appRoleAssignment';

/** What somebody may do in an enterprise application. The role of zeros only is "Default Access". */
export interface Assignment {
	principalId: string;
	appRoleId: string;
}

/** An object of the tenant. `properties` holds what is set, by Graph's names, without the id. */
export interface DirectoryObject {
	id: string;
	type: ObjectType;
	properties: Record<string, unknown>;
	/** Users only: the user or orgContact who manages them. */
	managerId?: string | null;
	/** Groups only: the direct members, in the order in which they were added. */
	members?: Set<string>;
	/** Service principals only: who is assigned to the application, in the order in which they were added. */
	assignments?: Assignment[];
}

/** What differs from the company as it was generated. */
export interface Changes {
	objects: DirectoryObject[];
	deleted: string[];
}

const MAX_CACHED_LISTS = 24;

/** The tenant's objects with their indexes. Every change goes through it, so that it knows what to write down. */
export class Directory {
	private readonly objects = new Map<string, DirectoryObject>();

	private readonly touched = new Set<string>();

	private readonly deleted = new Set<string>();

	/** Lists that took a walk or a scan to make, kept until something changes. */
	private readonly lists = new Map<string, readonly DirectoryObject[]>();

	private byName: { upn: Map<string, DirectoryObject>; mail: Map<string, DirectoryObject[]> } | undefined;

	constructor(generated: readonly DirectoryObject[], changes: Changes) {
		for (const object of generated) this.objects.set(object.id, object);
		for (const id of changes.deleted) {
			this.objects.delete(id);
			this.deleted.add(id);
		}
		for (const object of changes.objects) {
			this.objects.set(object.id, object);
			this.touched.add(object.id);
		}
	}

	changes(): Changes {
		const objects = [...this.touched].flatMap((id) => this.objects.get(id) ?? []);
		return { objects, deleted: [...this.deleted] };
	}

	get(id: string): DirectoryObject | undefined {
		return this.objects.get(id.toLowerCase());
	}

	all(type: ObjectType): readonly DirectoryObject[] {
		return this.list(`all ${type}`, () => [...this.objects.values()].filter((object) => object.type === type));
	}

	/** @param name an id or a user principal name, in any case */
	user(name: string): DirectoryObject | undefined {
		const object = this.get(name) ?? this.index().upn.get(name.toLowerCase());
		return object?.type === 'user' ? object : undefined;
	}

	usersByMail(mail: string): readonly DirectoryObject[] {
		return this.index().mail.get(mail.toLowerCase()) ?? [];
	}

	directMembers(group: DirectoryObject): readonly DirectoryObject[] {
		return this.list(`members ${group.id}`, () =>
			[...(group.members ?? [])].flatMap((id) => this.objects.get(id) ?? []),
		);
	}

	/** Everything below a group, nested groups themselves included, each once, however many paths lead to it. */
	transitiveMembers(group: DirectoryObject): readonly DirectoryObject[] {
		return this.list(`transitive ${group.id}`, () => {
			const found = new Map<string, DirectoryObject>();
			const walk = (parent: DirectoryObject) => {
				for (const id of parent.members ?? []) {
					const member = this.objects.get(id);
					if (!member || found.has(id) || id === group.id) continue;
					found.set(id, member);
					walk(member);
				}
			};
			walk(group);
			return [...found.values()];
		});
	}

	/** @param key names the list; the same key must always stand for the same question */
	list(key: string, make: () => readonly DirectoryObject[]): readonly DirectoryObject[] {
		const cached = this.lists.get(key);
		if (cached) return cached;
		const made = make();
		if (this.lists.size >= MAX_CACHED_LISTS) this.lists.clear();
		this.lists.set(key, made);
		return made;
	}

	/** Adds an object, or says that one which it holds was changed. */
	put(object: DirectoryObject): void {
		this.objects.set(object.id, object);
		this.deleted.delete(object.id);
		this.touch(object);
	}

	/** Deletes objects, and with them every membership and every manager reference that points to them. */
	delete(ids: ReadonlySet<string>): void {
		for (const id of ids) {
			this.objects.delete(id);
			this.deleted.add(id);
			this.touched.delete(id);
		}
		for (const object of this.objects.values()) {
			if (object.members) for (const id of ids) this.removeMember(object, id);
			if (!object.managerId || !ids.has(object.managerId)) continue;
			object.managerId = null;
			this.touch(object);
		}
		this.forget();
	}

	addMember(group: DirectoryObject, id: string): void {
		group.members?.add(id);
		this.touch(group);
	}

	removeMember(group: DirectoryObject, id: string): void {
		if (group.members?.delete(id)) this.touch(group);
	}

	private touch(object: DirectoryObject): void {
		this.touched.add(object.id);
		this.forget();
	}

	private forget(): void {
		this.lists.clear();
		this.byName = undefined;
	}

	private index() {
		if (this.byName) return this.byName;
		const upn = new Map<string, DirectoryObject>();
		const mail = new Map<string, DirectoryObject[]>();
		for (const user of this.all('user')) {
			upn.set(String(user.properties.userPrincipalName).toLowerCase(), user);
			if (typeof user.properties.mail !== 'string') continue;
			const key = user.properties.mail.toLowerCase();
			const same = mail.get(key);
			if (same) same.push(user);
			else mail.set(key, [user]);
		}
		this.byName = { upn, mail };
		return this.byName;
	}
}

/** A property's text, empty when it has none. */
export function textOf(object: DirectoryObject, property: string): string {
	const value = object.properties[property];
	return typeof value === 'string' ? value : '';
}
