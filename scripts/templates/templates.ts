import { approveTemplate } from './approve';
import { largeTemplate, portionTemplate } from './large';
import { SYSTEM_TEMPLATES, systemTemplate } from './systems';

/** Each template that is made of the general one, nightly-sync.json, by its file in the folder workflows. */
export function templates(): Record<string, object> {
	return {
		...Object.fromEntries(SYSTEM_TEMPLATES.map((template) => [template.file, systemTemplate(template)])),
		'preview-and-approve.json': approveTemplate(),
		'large-directory.json': largeTemplate(),
		'large-directory-portion.json': portionTemplate(),
	};
}

/** A template as it stands in its file. */
export function fileText(template: object): string {
	return `${JSON.stringify(template, null, 2)}\n`;
}
