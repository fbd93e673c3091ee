// Writes the templates that are made of the general one, after a change of that one or of what they do otherwise:
//   npm run templates
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fileText, templates } from './templates';

const folder = join(__dirname, '../../workflows');
for (const [file, template] of Object.entries(templates())) writeFileSync(join(folder, file), fileText(template));
