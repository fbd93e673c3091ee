// n8n finds the nodes and credentials through the "n8n" section of package.json; this is for anyone who
// wants the classes from their own code.
module.exports = Object.fromEntries(
	[...require('./package.json').n8n.nodes, ...require('./package.json').n8n.credentials].flatMap((file) =>
		Object.entries(require(`./${file}`)),
	),
);
