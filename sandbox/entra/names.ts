/** A name as it is written, and, where its letters can't be turned into ASCII one by one, as it stands in an address. */
type Name = string | readonly [written: string, romanised: string];

/** One of the company's offices with the names of the people there. */
export interface Office {
	officeLocation: string;
	city: string;
	country: string;
	usageLocation: string;
	preferredLanguage: string;
	phonePrefix: string;
	surnameFirst?: boolean;
	givenNames: readonly Name[];
	surnames: readonly Name[];
}

const words = (text: string): string[] => text.split(' ');
/** `written=romanised` pairs. */
const pairs = (text: string): Name[] => words(text).map((pair) => pair.split('=') as [string, string]);

/** Every office has 24 given names and 24 surnames: 576 people before a middle initial is needed. */
export const NAMES_PER_LIST = 24;

export const OFFICES: readonly Office[] = [
	{
		officeLocation: 'Zürich 4.12',
		city: 'Zürich',
		country: 'Switzerland',
		usageLocation: 'CH',
		preferredLanguage: 'de-CH',
		phonePrefix: '+41 44 555',
		givenNames: words(
			'Jürg Änne Käthe Björn Zoë Matthias Ursula Götz Silvia Beat Regula Urs Lukas Hannah Jörg Noëmi Reto Böbe Sabine Tobias Vreni Walter Céline Ülkü',
		),
		surnames: words(
			'Müller Brändli Zürcher Keller Größ Lüthi Bühler Schäfer Weiß Frei Huber Käser Wäfler Roth Jäggi Meier Suter Vögeli Steiner Zollinger Häberli Kunz Schmid Wüest',
		),
	},
	{
		officeLocation: 'København K2',
		city: 'København',
		country: 'Denmark',
		usageLocation: 'DK',
		preferredLanguage: 'da-DK',
		phonePrefix: '+45 55 55',
		givenNames: words(
			'Søren Åse Jørgen Bjørk Mette Lærke Kåre Freja Øyvind Astrid Rasmus Signe Henrik Dorthe Kræn Maja Niels Trine Asger Ditte Emil Gry Håkon Inger',
		),
		surnames: words(
			'Ørsted Møller Sørensen Ågård Kjær Nørgaard Jensen Bøgh Lund Østergaard Dahl Højgaard Krogh Thygesen Vestergård Bæk Friis Holm Skov Riis Toft Winther Kofoed Brønd',
		),
	},
	{
		officeLocation: 'Kraków B3',
		city: 'Kraków',
		country: 'Poland',
		usageLocation: 'PL',
		preferredLanguage: 'pl-PL',
		phonePrefix: '+48 12 555',
		givenNames: words(
			'Łukasz Żaneta Małgorzata Stanisław Bożena Michał Grażyna Wojciech Zofia Paweł Świętosława Jarosław Agnieszka Rafał Elżbieta Krzysztof Anna Bartłomiej Ewa Tomasz Józef Kinga Mirosława Wiesław',
		),
		surnames: words(
			'Wiśniewski Kowalczyk Zając Wójcik Błaszczyk Gołąb Szczęsny Dąbrowska Jabłoński Król Łęcki Żuraw Majewski Nowak Ostrowski Pająk Rogoża Sobótka Świątek Tkacz Urban Wrzesień Zięba Ćwik',
		),
	},
	{
		officeLocation: 'Dublin Docklands 2',
		city: 'Dublin',
		country: 'Ireland',
		usageLocation: 'IE',
		preferredLanguage: 'en-IE',
		phonePrefix: '+353 1 555',
		givenNames: words(
			'Aoife Seán Niamh Oisín Siobhán Cormac Róisín Declan Gráinne Fionn Ciara Eoin Máire Liam Sinéad Pádraig Orla Ronan Clodagh Darragh Éanna Fergal Mairéad Tadhg',
		),
		surnames: words(
			"O'Brien O'Sullivan Murphy D'Arcy Ó_Briain Byrne Kelly O'Neill Walsh McCarthy Doyle Gallagher Fitzgerald Nolan Quinn O'Reilly Kavanagh Power Brennan Burke Daly Flynn Hayes Keane",
		).map((name) => name.replace('_', ' ')),
	},
	{
		officeLocation: '東京 7F',
		city: '東京',
		country: 'Japan',
		usageLocation: 'JP',
		preferredLanguage: 'ja-JP',
		phonePrefix: '+81 3 5555',
		surnameFirst: true,
		givenNames: pairs(
			'陽子=yoko 健太=kenta 美咲=misaki 大輔=daisuke 翔=sho 由美=yumi 拓也=takuya 愛=ai 直樹=naoki 恵=megumi 亮=ryo 千尋=chihiro 誠=makoto 彩=aya 隆=takashi 結衣=yui 蓮=ren 葵=aoi 悠真=yuma 桜=sakura 浩=hiroshi 真理=mari 剛=tsuyoshi 久美子=kumiko',
		),
		surnames: pairs(
			'田中=tanaka 佐藤=sato 鈴木=suzuki 高橋=takahashi 渡辺=watanabe 伊藤=ito 山本=yamamoto 中村=nakamura 小林=kobayashi 加藤=kato 吉田=yoshida 山田=yamada 佐々木=sasaki 松本=matsumoto 井上=inoue 木村=kimura 林=hayashi 清水=shimizu 斎藤=saito 森=mori 池田=ikeda 橋本=hashimoto 石川=ishikawa 前田=maeda',
		),
	},
	{
		officeLocation: 'Dubai Marina 21',
		city: 'Dubai',
		country: 'United Arab Emirates',
		usageLocation: 'AE',
		preferredLanguage: 'ar-AE',
		phonePrefix: '+971 4 555',
		givenNames: pairs(
			'محمد=mohammed فاطمة=fatima أحمد=ahmed ليلى=layla يوسف=yousef مريم=maryam خالد=khaled نور=nour عمر=omar سارة=sara علي=ali هدى=huda حسن=hassan زينب=zainab طارق=tareq رانيا=rania سليم=salim دينا=dina كريم=karim سلمى=salma ماجد=majid أمينة=amina راشد=rashid جميلة=jamila',
		),
		surnames: pairs(
			'الهاشمي=alhashimi حداد=haddad المنصوري=almansoori خليل=khalil الزعبي=alzoubi نصار=nassar الفارسي=alfarsi صالح=saleh الشامسي=alshamsi عيسى=issa الحربي=alharbi منصور=mansour القاسمي=alqasimi بدر=badr النعيمي=alnuaimi درويش=darwish الكعبي=alkaabi فارس=fares السويدي=alsuwaidi جابر=jaber المطيري=almutairi شاهين=shaheen الغامدي=alghamdi رمضان=ramadan',
		),
	},
	{
		officeLocation: 'Lyon Confluence',
		city: 'Lyon',
		country: 'France',
		usageLocation: 'FR',
		preferredLanguage: 'fr-FR',
		phonePrefix: '+33 4 55 55',
		givenNames: words(
			'Zoé Loïc Anaïs Jérôme Maëlle François Hélène Benoît Chloé Théo Inès Gaël Océane Rémi Solène Hugo Agnès Didier Éloïse Fabrice Gisèle Jean-Marc Léa Noël',
		),
		surnames: words(
			"Lefèvre D'Aubigné Béranger Moreau Garçon Desprès Côté Dubois L'Hôte Fournier Giraud Hébert Joly Lemaître Mercier Noël Olivier Pétain-Roux Renard Sébastien Tessier Vidal Château Blanc",
		),
	},
	{
		officeLocation: 'Austin HQ-3',
		city: 'Austin',
		country: 'United States',
		usageLocation: 'US',
		preferredLanguage: 'en-US',
		phonePrefix: '+1 512 555',
		givenNames: words(
			'Avery Brianna Carlos Destiny Ethan Faith Gabriel Harper Isaac Jasmine Kevin Latoya Miguel Nadia Owen Priya Quentin Rosa Samuel Teresa Ulysses Vivian Wesley Ximena',
		),
		surnames: words(
			'Anderson Brooks Castañeda Delgado Edwards Foster García Hughes Ibarra Johnson King Lopez Muñoz Nguyen Ortega Peña Quiñones Robinson Smith-Jones Taylor Underwood Vargas Washington Young',
		),
	},
];

/** Departments with the titles of those who lead nobody there. */
export const DEPARTMENTS: readonly { name: string; costCenter: string; titles: readonly string[] }[] = [
	{
		name: 'Engineering',
		costCenter: 'CC-100',
		titles: ['Software Engineer', 'Senior Software Engineer', 'Site Reliability Engineer', 'Test Engineer'],
	},
	{
		name: 'Sales',
		costCenter: 'CC-200',
		titles: ['Account Executive', 'Sales Engineer', 'Business Development Representative'],
	},
	{
		name: 'Customer Support',
		costCenter: 'CC-300',
		titles: ['Support Specialist', 'Senior Support Specialist', 'Customer Success Manager'],
	},
	{
		name: 'Operations',
		costCenter: 'CC-400',
		titles: ['Logistics Planner', 'Buyer', 'Facility Manager', 'Process Analyst'],
	},
	{ name: 'Marketing', costCenter: 'CC-500', titles: ['Content Writer', 'Campaign Manager', 'Designer'] },
	{ name: 'Finance & Controlling', costCenter: 'CC-600', titles: ['Accountant', 'Controller', 'Payroll Specialist'] },
	{ name: 'People', costCenter: 'CC-700', titles: ['Recruiter', 'HR Business Partner', 'Learning Consultant'] },
	{ name: 'Legal', costCenter: 'CC-800', titles: ['Counsel', 'Paralegal', 'Data Protection Officer'] },
];

/** How a name stands in an address: ASCII, lower case, letters only. */
export function romanise(name: Name): string {
	if (typeof name !== 'string') return name[1];
	const plain = name.replace(/[øØłŁßæÆ]/g, (letter) => SPECIAL[letter.toLowerCase()] ?? '');
	return plain
		.normalize('NFD')
		.toLowerCase()
		.replace(/[^a-z]/g, '');
}

export function written(name: Name): string {
	return typeof name === 'string' ? name : name[0];
}

/** Letters that Unicode doesn't take apart into a base letter and a mark. */
const SPECIAL: Record<string, string> = { ø: 'o', ł: 'l', ß: 'ss', æ: 'ae' };
