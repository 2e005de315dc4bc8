import type { Section } from '../types';

/** An invented story: section, publication (1–6), headline, standfirst, byline, hours ago. */
export type Told = [Section, number, string, string | null, string[], number, Partial<Quirks>?];

export interface Quirks {
  language: string;
  read: boolean;
  starred: boolean;
  missing: string[];
  noPicture: boolean;
  textState: 'missing' | 'summary' | 'full';
}

export const TOLD: readonly Told[] = [
  ['conflict', 1, 'Ceasefire Line Holds Through a Third Night as Both Capitals Wait for the Other to Speak', 'Observers along the river counted no shelling for the first time since spring. Neither government has said aloud that the pause is deliberate, and neither wants to be the first to end it.', ['Ines Okafor', 'Tomasz Wierzba'], 1],
  ['conflict', 2, 'Prisoners Come Home by Train, Forty at a Time', 'The exchange, the ninth this year, was arranged by railway officials who never stopped answering each other’s telephones.', ['Leyla Haddad'], 3],
  ['conflict', 3, 'Engineers Race to Restore Heat to the Northern District Before the Frost', 'Two of five boilers at the damaged station are running again.', ['Petra Lindqvist'], 5, { read: true }],
  ['conflict', 1, 'What the Expired Arms Treaty Counted, and What Now Goes Uncounted', null, ['Samir Dattani'], 9],
  ['conflict', 4, 'The Interpreters Who Kept the Talks Going After the Delegations Left', 'They knew which words had been refused, and why.', ['Ruth Amankwah'], 22, { noPicture: true }],
  ['conflict', 2, 'Mediators Propose a Map With No Colours on It', null, [], 27, { missing: ['2 pictures: the site answered 503'] }],
  ['politics', 1, 'Parliament Passes Water Bill After a Sitting of Nineteen Hours', 'The law puts every river basin under one elected board. Its opponents promise to be on those boards.', ['Marguerite Solane'], 2],
  ['politics', 3, 'The Quiet Committee That Decides Where Bus Stops Go Has Become the Most Contested Seat in Town', 'Eleven candidates, three debates and one disputed shelter.', ['Dan Ferreira'], 6],
  ['politics', 5, 'Election Office Will Print Ballots in Six Languages', null, ['Noor Rahimi'], 11, { read: true }],
  ['politics', 2, 'Minister Withdraws Plan to Number the Lighthouses', 'Keepers had objected that they already have names.', ['Olu Bassey'], 20, { starred: true }],
  ['politics', 4, 'A Border Post Opens for the First Time Since 1989, to Cyclists', null, [], 31],
  ['business', 4, 'Small Shipyards Find Their Order Books Full of Sail', 'Fuel prices and a new rating scheme have made wind respectable on short routes. The yards that kept their riggers are hiring.', ['Hanneke de Wit'], 4],
  ['business', 1, 'Chip Maker Moves Packaging Back to the Town It Left in 2003', 'The old plant’s canteen reopens first.', ['Yusuf Calder'], 8],
  ['business', 2, 'Central Bank Holds Rates and Shortens Its Sentences', null, ['Priya Nambiar'], 14],
  ['business', 5, 'Why Your Bread Costs What It Did in March', 'A good harvest, a slow harbour, and one very large silo.', ['Elio Marchetti'], 26],
  ['science', 5, 'Telescope on the Plateau Sees a Star Swallow Its Nearest Planet', 'The event lasted eleven days. Astronomers had expected to wait centuries for one this close, and had an instrument switched on by accident.', ['Dr Aiko Tanabe'], 7],
  ['science', 1, 'A Battery That Rusts on Purpose Has Run a Village for a Year', 'Iron, air and a shed the size of a bus.', ['Caleb Ousmane'], 12, { starred: true }],
  ['science', 6, 'Das Moor, das sich erinnert', 'Ein Bohrkern aus dem Teufelsmoor erzählt zwölftausend Jahre Wetter.', ['Jule Brandt'], 16, { language: 'de' }],
  ['science', 3, 'Browser Makers Agree on How to Forget', null, ['Wen Li'], 19],
  ['science', 2, 'The Octopus That Learned to Queue', 'Keepers noticed it before the researchers did.', [], 40],
  ['environment', 3, 'Beavers Returned to the Estuary Have Rebuilt a Marsh Engineers Gave Up On', 'A survey finds forty dams, and thirty species of bird that were not there before them.', ['Gwen Pritchard'], 10],
  ['environment', 2, 'City Plants Its Ten-Thousandth Street Tree and Starts Counting the Survivors', null, ['Mateo Ruiz'], 21],
  ['environment', 1, 'The Glacier That Was Insured', 'A valley took out a policy on its ice. It has just been paid.', ['Anja Keller'], 33],
  ['health', 5, 'Village Nurses Cut Fevers by Half With a Card and a Telephone', 'The trial followed nine thousand families for two rainy seasons.', ['Abena Owusu'], 13],
  ['health', 1, 'Hearing Tests Come to the Barber’s Chair', null, ['Kit Lawson'], 30],
  ['culture', 4, 'The Lost Last Reel of a Silent Western Turns Up Under a Dance Floor', 'It ends, to everyone’s surprise, happily.', ['Rosalind Achterberg'], 15],
  ['culture', 6, 'المكتبة التي نجت من الفيضان تفتح أبوابها من جديد', 'أعاد المتطوعون ثلاثة آلاف كتاب إلى رفوفها بعد تجفيفها صفحة صفحة في ساحة المدينة القديمة.', ['سلمى الحداد'], 17, { language: 'ar' }],
  ['culture', 2, 'A Choir of Four Hundred Strangers Sings on Every Platform at Once', null, ['Bea Lindholm'], 28],
  ['culture', 1, 'Typeface Cut for a Newspaper That Never Appeared Gets Its First Page', 'The punches lay in a drawer for ninety years.', ['Iris Vance'], 44],
  ['sport', 3, 'Underdogs Win the Cup on the Last Kick, Then Ask for the Ball Back', 'It belonged to the goalkeeper’s niece.', ['Jonah Adeyemi'], 6],
  ['sport', 1, 'Marathon Winner Stopped to Tie a Rival’s Shoe', null, ['Carys Bevan'], 18, { read: true }],
  ['sport', 4, 'Chess League Moves Outdoors and Discovers the Wind', 'Weighted pieces are under discussion.', ['Lev Arkin'], 36],
  ['society', 2, 'The Street That Shares One Very Good Ladder', 'A lending library of things enters its tenth year with a waiting list for the cider press.', ['Fenella Moss'], 23],
  ['society', 5, 'Night-Bus Drivers Publish Their Own Atlas', null, ['Ravi Menon'], 35],
  ['weather', 1, 'First Snow Expected on High Ground by Thursday', 'Roads above six hundred metres may close overnight.', [], 2, { noPicture: true }],
  ['education', 4, 'School Replaces Bells With a Piano and Sees Lateness Fall', null, ['Siobhan Tully'], 25, { missing: ['Text: the site asks for a log-in'], textState: 'summary' }],
  ['people', 3, 'The Woman Who Repaired Every Clock in the Province Retires on Time', 'She leaves eleven apprentices and one clock she refuses to discuss.', ['Piotr Zaleski'], 38],
  ['lifestyle', 2, 'How to Pack for a Week in One Coat', null, ['Nell Ashby'], 47],
  ['crime', 1, 'Court Returns Stolen Bells to the Village That Could Still Hear Them', 'The thief, a collector, kept them in tune.', ['Emeka Nwosu'], 29],
  ['disaster', 3, 'Flood Wall Held: The Night the River Stopped a Hand’s Breadth Short', 'Volunteers had raised it by two bricks the week before.', ['Marisol Vega'], 24],
];

export const BODY = `
<p>By Tuesday morning the road along the river was open again, and the first to use it was a milk lorry. Its driver, who has kept the route through nine seasons of closures, said that he had simply gone to see whether anybody would stop him. Nobody did.</p>
<p>The quiet has no name yet. <a href="https://example.org/observers">Observers’ reports</a> describe a “sustained absence of incidents”, a phrase that three diplomats, asked separately, each claimed to have written.</p>
<h2>What happened</h2>
<p>Delegations met for two days in a borrowed concert hall. They agreed to restore the direct line between their general staffs, to exchange prisoners in groups, and to say nothing about the rest.</p>
<blockquote><p>“We did not settle the question. We settled how to telephone each other about the question.”</p></blockquote>
<figure><img src="PICTURE" alt="A river valley at dusk" width="1200" height="800" loading="lazy"><figcaption>The valley road on Tuesday evening, seen from the signal station. <cite>Oriol Banet / Meridian Pictures</cite></figcaption></figure>
<h3>The numbers</h3>
<table><thead><tr><th>Exchange</th><th>Date</th><th>Returned</th></tr></thead><tbody><tr><td>Seventh</td><td>4 March</td><td>212</td></tr><tr><td>Eighth</td><td>19 June</td><td>186</td></tr><tr><td>Ninth</td><td>2 November</td><td>304</td></tr></tbody></table>
<p>Those who have followed the talks longest point to three open matters:</p>
<ul><li>who mends the bridge, and under whose flag;</li><li>what becomes of the <em>two villages with one well</em>;</li><li>whether the observers may stay past the spring.</li></ul>
<p>Technicians restored the line with a single command, which one of them had printed and framed: <code>connect --both-ways</code>.</p>
<pre><code>line 1: open
line 2: open
line 3: reserved</code></pre>
<h2>What comes next</h2>
<p>The next meeting is planned for the second week of December. Both sides have asked for the same hall, because the acoustics make it impossible to raise one’s voice with dignity.</p>`;

export const ARABIC_BODY = `
<p>فتحت المكتبة العامة أبوابها صباح اليوم بعد سبعة أشهر من الفيضان الذي غمر طابقها الأرضي. وقف القراء في طابور طويل امتد حتى السوق القديم، وحمل كثيرون منهم كتبًا كانوا قد أنقذوها بأنفسهم.</p>
<h2>كيف أُنقذت الكتب</h2>
<p>نُشرت الصفحات على حبال في الساحة، وتناوب المتطوعون على تقليبها كل ساعة. قالت أمينة المكتبة إن «الورق يتذكر الماء، لكنه يسامح».</p>
<blockquote><p>لم نخسر كتابًا واحدًا يعرفه أحد.</p></blockquote>
<p>وستُقام الأسبوع المقبل أمسية قراءة مفتوحة للجميع.</p>`;
