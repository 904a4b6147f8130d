"""Frequent words of languages that share a script, for telling these apart.

Function words, the most frequent first, of about equal number; written down by hand. A word may stand in
several lists; it then counts less. Words with an apostrophe stand as white space leaves them.
"""

from __future__ import annotations

LATIN = {
    "en": "the of and to in a is that for it was on with he as be at by this had not are but from or have "
    "an they which you were her his she been their has would there what will all if can said who more "
    "when its than into after",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an "
    "werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war "
    "haben nur oder aber vor zur bis mehr",
    "fr": "de la le et les des en un une du dans que est pour qui au par sur il pas plus ce avec ne se sont "
    "son ont aux cette mais comme ou sa été nous elle deux fait leur même ses après être aussi très "
    "où ces encore tout vous sans",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha "
    "me sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta "
    "desde está mi porque han según",
    "it": "di e il la che in a per è un del si non i con le una da sono dei al della ha più come nel anche "
    "alla lo gli ma delle dal su o se nella ad tra questo ed essere suo stato loro era solo stata "
    "anni dopo due sua quando così perché",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu "
    "sua ou quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus "
    "quem nas me esse foi são ser está",
    "nl": "de van het een en in is dat op te zijn met voor niet die aan er om hij ook als dan maar bij uit "
    "naar wordt door nog was over heeft worden tot ze meer hebben wel geen kan werd deze haar zou "
    "zich veel al wat ik je hun dit onder",
    "af": "die van en in is het nie 'n wat dat te om op met hy aan sy word sal ook hulle daar vir ek was as "
    "by maar ons kan na of tot hierdie uit deur moet nog jy baie sê oor waar een wees my jou hom toe "
    "so kon",
    "sv": "och i att det som en på är av för med den till inte har de om ett han men var jag sig från vi så "
    "kan när år under hade också efter eller nu sin där vid mot ska skulle kommer ut får finns vara "
    "hur alla andra mycket än här blir",
    "da": "og i at det er en til på af for de med der den ikke som har et om var han men sig fra vi så kan "
    "jeg år også efter havde eller nu sin ved mod skal skulle kommer ud får blev være hvor alle andre "
    "meget end her bliver hun ham mig kun",
    "no": "og i det er som en til på at for av med den de har ikke et om var han men seg fra vi så kan jeg "
    "år også etter hadde eller nå sin ved mot skal skulle kommer ut får ble være hvor alle andre mye "
    "enn her blir hun ham meg bare dette",
    "is": "og að í á er sem við til um var það með ekki hann en fyrir af frá þá eru því þegar hefur ég hún "
    "verið upp eftir hans þeir þetta svo hafa þess eða sér hafi yfir vera þar fram allt út hafði úr "
    "kom segir árið nú þeim",
    "fi": "ja on ei että oli se hän ovat mutta kun myös niin kuin mukaan joka sen vain jos tai ole olla jo "
    "hänen sekä ollut olisi ne nyt tämä vielä voi mitä sitä kanssa tämän noin vuoden mikä jotka "
    "jälkeen enemmän he ennen sanoo",
    "et": "ja on ei et see oma kui ka ta mis aga oli ning seda selle kes siis ma või nii mida veel välja "
    "ole olid pole enam tema juba kuid nad üle pärast mitte kus eesti oleks kõik meie sest saab peab "
    "ütles aasta olla pea ette end selles",
    "hu": "a az és hogy nem is egy ez de meg volt csak már el ki mint azt van ha még aki vagy lesz után "
    "amely szerint kell lehet le fel be mert én sem itt pedig ezt minden majd több akkor között "
    "nagyon most így mi ő ők ami magyar azonban",
    "pl": "w i na się z nie do to że jest o jak po a od za co dla tym przez ale jego już są oraz może tak "
    "przed przy być był które tego ich tylko było roku który pod także bardzo czy tej nad te również "
    "bo jednak będzie została jako",
    "cs": "a se v na je že o s z do i to k ve pro za by ale si po jako od podle jsem které který není byl "
    "jeho však už která nebo při jsou až také před má být ještě jen kde bude tak proto aby kteří ze "
    "této již mezi",
    "sk": "a sa v na je že o s z do aj to k vo pre za by ale si po ako od podľa som ktoré ktorý nie bol "
    "jeho však už ktorá alebo pri sú až tiež pred má byť ešte len kde bude tak preto aby ktorí zo "
    "tejto keď boli tento roku svoje medzi",
    "sl": "je in v na se da so ki za pa z ni tudi po s kot bi o ne ga od do ali iz še ter kar bo pri le že "
    "kako ko bil bila med zaradi več vse lahko jih tem kjer leta pred svoje smo nekaj samo leto jo "
    "biti imajo niso nas",
    "hr": "i je u se na da za su od s koji a o te što iz ne kao će bi koja do nije sam to ili nakon koje "
    "samo bio prema ali još rekao tko svoje zbog bila kako kod jer više može biti pri dok bilo gdje "
    "uz sve prije ovaj treba",
    "sr": "i je u se na da za su od sa koji a o te šta iz ne kao će bi koja do nije sam to ili posle koje "
    "samo bio prema ali još rekao ko svoje zbog bila kako kod jer više može biti dok bilo gde uz sve "
    "pre ovaj treba reč vreme",
    "ro": "de și a în la cu că o nu să din pe un pentru care este au mai sunt ce fi al sau dar fost prin "
    "ale după foarte lui iar ca fără când până două acest această cum despre toate lor am ai fie "
    "dintre ei sub avea între spus",
    "lt": "ir kad į yra su iš tai buvo bet kaip o jo ne už apie nuo dar per jau tik po iki kurie jis pat "
    "arba ar savo metų gali taip bus šių šis prie mes labai tačiau kuris mano jie ji daugiau reikia "
    "tarp būti jų",
    "lv": "un ir ka no ar par uz kas arī bet nav bija to kā tas lai pie ne pēc vai jau gada tikai ja viņš "
    "tika tā var šo savu līdz vēl būs tiek latvijas būt gan kur bijis šī nevar kuri ļoti mēs pirms "
    "kad vairāk viņa viņi ko",
    "sq": "të e në i që me për një nga u dhe është ka do ai si nuk se më janë edhe kjo ky kanë por ishte së "
    "kur tij nëse prej gjatë duke ndërsa apo pas saj tyre çdo mund shumë kishte jo ata tha këtë kaq "
    "vetëm deri ne",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi en ne ki o ama sonra kadar her dedi göre ise "
    "var olduğunu değil mi yok olduğu iki ya şey türkiye ben biz hem diye veya nasıl etti eden büyük "
    "oldu yeni ilk tarafından önce",
    "az": "və bir bu da də üçün ilə olan kimi ən o ki amma sonra qədər hər dedi isə var deyil çox daha olub "
    "edib edir azərbaycan görə onun ilk biz mən həm ya haqqında bildirib olaraq həmin bütün iki ölkə "
    "onlar öz idi artıq edən",
    "id": "yang dan di dengan untuk dari ini pada itu tidak dalam akan juga oleh ke ada telah bahwa karena "
    "tersebut adalah saat bisa sudah mereka kata tahun menjadi lebih kami seperti sebagai dapat saya "
    "ia masih orang secara para satu hanya bagi setelah hingga namun hari lagi kita kepada",
    "ms": "yang dan di dengan untuk dari ini pada itu tidak dalam akan juga oleh ke ada telah bahawa kerana "
    "tersebut adalah boleh sudah mereka kata tahun menjadi lebih kami seperti sebagai dapat saya "
    "beliau masih orang secara para satu hanya bagi selepas hingga namun hari lagi kita kepada "
    "berkata",
    "tl": "ang ng sa na mga at ay ni si para ito niya siya hindi may kung nang ako sila ko pa lang po rin "
    "din kay kanyang isang mo naman ka wala dahil pero noong kaniyang upang ba nga namin nila "
    "kanilang habang bago yung natin kaya mula",
    "vi": "và của là có không được cho với người trong các một đã những này để khi đến từ cũng ở tại về như "
    "ra năm vào trên anh việc nhiều tôi bị sẽ làm phải theo sau lại còn nhưng đó thì chỉ ngày đang "
    "thể hơn nước mà",
    "ca": "de la i el que a en les per un una els del amb no es és al ha ser com més va són però seva seu "
    "aquest aquesta dels han també pel ja o on entre ens sobre hi molt quan fins perquè sense ho fet "
    "dos després anys tot cap",
    "gl": "de a o e que do da en un unha para con non os por as no na dos máis se ao das súa como foi ou "
    "seu é esta tamén pero xa este está ata son nos cando entre moi polo pola onde sobre ten todo sen "
    "era ser anos desde",
    "eu": "eta da ez bat du izan dira ere baina dute egin zen baino nahi beste egiten duela zuen dela hori "
    "gehiago haren ditu horrek baita den edo bere gero euskal behar urte oso bai hau ziren izango "
    "zaio duen arte guztiak",
    "ga": "an na a agus ar i le is go do sé bhí don tá ag sin ach sa nach é mar ó siad bhfuil seo ann chun "
    "níl faoi aon raibh leis gur dá iad muid sí atá féin agam ina nuair acu roimh eile idir",
    "cy": "y yn a i o ar ei mae yr am gan eu wedi ac bod ond oedd hi fel ni er hyn fod nid at roedd bydd "
    "fydd cael sydd hynny chi gyda mewn un dros dim mwy wrth rhai rhwng pan gwaith ôl dweud iawn ein "
    "lle",
    "sw": "na ya wa kwa ni katika za la kuwa hii cha huo ambayo kama hiyo pia wake watu baada yake alisema "
    "ili vya huyo lakini hilo mwaka zaidi wakati kutoka bado hivyo wengi ambao yao huku serikali nchi "
    "kwamba sana siku wao",
    "zu": "ukuthi futhi noma uma kodwa ngoba kanye kuthi lokhu ngesikhathi ukuba phezu ukuze uthe nje yakhe "
    "laba lapho kuyo ngo kakhulu ngemuva wathi khona okwenza nokuthi kusho ngokuthi abantu ngaphambi "
    "kwakhe labo leli lo le naye",
    "mt": "li ta' il- u fil- tal- ma dan din għal minn biex kien kienet ukoll hija huwa fuq dwar meta wara "
    "bħala hemm dawn kollha aktar mhux qed jew bil- mill- lil kif mal- iżda kull tiegħu",
    "so": "oo ka ku waa iyo in ay la uu soo u ah ee si waxaa kale lagu jiray isaga ayaa waxay inuu kuwa "
    "dalka badan sida markii dad muqdisho waxa laga sheegay kaas ugu mid",
    "ha": "da a na ya ta ba ne wannan cewa don daga ce sun yi ga suka wani mai ko kan amma domin shi wanda "
    "yana sai hukumar kuma jihar shugaban su ke ci wasu",
}  # fmt: skip

CYRILLIC = {
    "ru": "и в не на что он с как по это из но а для за от к все его то о так же у бы был года было только "
    "уже еще или после также они может быть были который если когда до время она мы которые более где "
    "ее лет при",
    "uk": "і в не на що він з як по це із але а для за від до все його то про так же у б був року було "
    "тільки вже ще або після також вони може бути були який якщо коли та час вона ми які більш де її "
    "років при є й щоб під",
    "be": "і ў не на што ён з як па гэта але а для за ад да ўсё яго пра так у быў года было толькі ўжо яшчэ "
    "або пасля таксама яны можа быць былі які калі час яна мы якія дзе яе гадоў пры беларусі ці б "
    "гэты іх паводле",
    "bg": "и на в да се за не е от с че са по до като ще но а това към след при той който която които бе "
    "или само беше има което може през си бъде още вече част много тази този му те един каза няма "
    "около без ни",
    "mk": "и на во да се за не е од со дека по до како ќе но а тоа кон при тој кој која кои беше или само "
    "има што може преку бил биде уште веќе дел многу оваа овој му тие еден рече нема околу без ги го "
    "ја",
    "sr": "и је у се на да за су од са који а о те шта из не као ће би која до није сам то или после које "
    "само био према али још рекао ко своје због била како код јер више може бити док било где уз све "
    "пре овај треба",
    "kk": "және бұл мен үшін бір деп да де болып бар осы туралы жылы қазақстан болған керек еді ол оның "
    "бойынша тағы сол кейін екі дейін емес көп арқылы жоқ деген өз қатар біз қазақ енді алып",
    "ky": "жана бул менен үчүн бир деп да де болуп бар ушул тууралуу жылы кыргызстан болгон керек эле ал "
    "анын боюнча дагы ошол кийин эки чейин эмес көп аркылуу жок деген өз катар биз кыргыз эми",
    "mn": "нь бол байна энэ тэр юм гэж гэсэн болон дээр хийх байгаа оны их монгол улсын бай хүн та бид ба "
    "мөн энд хэмээн өөр гэх талаар аж хоёр бүр олон",
    "tg": "ва дар ба аз ки ин бо барои он аст ҳам як шуд то бар мекунад дорад кард буд тоҷикистон ё мо худ "
    "ман аммо ҳар пас шудааст гуфт онҳо",
}  # fmt: skip

ARABIC = {
    "ar": "في من على إلى أن التي الذي عن مع هذا هذه ما كان لا بعد قال كما أو بين قد ذلك كل لم و هو خلال "
    "أكثر حيث عام قبل إن عبر هي وقد كانت ولا لكن ضد غير وفي عند تم أي هناك",
    "fa": "و در به از که این را با است برای آن یک خود تا بر هم شده نیز ها می کرد شد ما بود گفت وی اما کند "
    "دو هر یا اگر نمی های پس باید بین کشور شود او دارد سال همه است. چه",
    "ur": "کے کی میں ہے اور سے کا کو اس نے ہیں پر کہ یہ ایک بھی تھا لیے ان کر وہ نہیں گیا جو کیا تو ہو تھے "
    "کہا ہوئے ہے۔ جس ساتھ بعد رہے تھی ہیں۔ اپنے جا گئی آپ ہم",
    "ps": "د په چې او کې له دی ته سره هم یې دا څخه خو پر نه ده دې وو کړی هغه شوی شي وي یو لپاره کړه وکړ کوي "
    "ډېر هغوی موږ بیا کړل ویل",
    "ckb": "و لە بە کە ئەو بۆ لەگەڵ ئەم بوو دەکات ئەوە هەیە هەموو لەسەر نییە دوای یان دەبێت کرد وەک هەر "
    "کوردستان خۆی من ئێمە بەڵام دەڵێت هیچ",
}  # fmt: skip

HEBREW = {
    "he": "של את על לא כי עם הוא זה אל גם יותר או אך כל היא בין אני היה מה אבל רק אם לאחר יש אחרי עד כך ידי "
    "אלא לפני כמו שלא אין כאשר הם",
    "yi": "די און איז אין דער אַז פֿון צו פון מיט ניט נישט האט אויף זיך א אַ דאָס וואָס ער מען ווי זיי "
    "געווען האָט דעם",
}  # fmt: skip

DEVANAGARI = {
    "hi": "के में की है और से का को ने पर कि भी हैं एक नहीं यह लिए तो इस कर ही था हो किया या गया साथ कहा "
    "रहे तक बाद वह जो अपने हुए थे करने उन्होंने रहा अब जब कुछ है। हैं।",
    "mr": "आणि आहे या ते हे व तो की मी का ही आहेत नाही केली असून होते त्या करण्यात साठी झाले त्यांनी केले "
    "एक त्यामुळे आपल्या येथे मात्र पण होता यांनी असे करून तर",
    "ne": "र छ को मा भएको गरेको यो पनि छन् एक हो लागि गर्न भने थियो गर्ने तथा नेपाल त्यो रहेको उनले हुने "
    "बाट हुन् यस उनी गरी भन्दै अनुसार भए छैन छ।",
}  # fmt: skip
