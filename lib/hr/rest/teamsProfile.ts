import type { RestList, RestOperation, RestWrite } from './profile';

/** Teams and who is in them. In paths {id} is the team's id. */
export interface RestTeams {
	/** Place of the id in a team's record. */
	id: string;
	/** Field of its name. */
	name: string;
	/** Field that keeps the id of the Entra group. */
	externalId?: string;
	list: RestList;
	/** Where the members are read: in the team's record, or in a list of their own with {id} in its path. */
	members: { field: string } | { list: RestList };
	/** Place of the HR id in a member; '' where a member is nothing but its id. */
	member: string;
	/** `item`: place of the team in the answer. */
	create: RestWrite & { item: string };
	/** Renames it. Without it, teams keep their names. */
	update?: RestWrite;
	/** How people come in and go out: by requests for that, or with the list of all that shall be members. */
	change: { add: RestTeamMembers; remove: RestTeamMembers } | { set: RestTeamMembers };
	/** What HR ids are sent as. */
	ids: 'text' | 'number';
	/** Members in one request, at most. */
	chunk: number;
}

/** A request about members. With {member} in its path it is sent for each of them, without a body. */
export interface RestTeamMembers extends RestOperation {
	/** Place of the ids in the body, such as `user_ids`; '' where the body is the list itself. */
	field: string;
	envelope?: string;
}
