// @ts-check
// Templates to begin with, in both languages. They are written as models of this family read best: a scene in whole sentences, with its light
// and camera; texts in quotation marks; and what is to stay as it is. https://ai.google.dev/gemini-api/docs/image-generation
// In both languages a template has the same fields in the same order, so that what was written into them stays.

/** @typedef {readonly [english: string, chinese: string]} Both */
/** @type {readonly { id: string, name: Both, prompt: Both, ratio?: string, reference?: true }[]} */
export const dozen = [
  {
    id: 'product',
    ratio: '1:1',
    name: ['Product photo', '产品照'],
    prompt: [
      'A high-resolution studio photograph of [[Product: a matte black pour-over kettle]], standing on [[Surface: a seamless pale grey backdrop]]. A large softbox from the upper left and a white reflector on the right give soft, even light and one gentle shadow. The camera looks down slightly, through a 100 mm lens, and [[Detail: the brushed steel of the handle]] is in sharp focus. The colours are true to life, the background is clean and uncluttered, and the product fills about two thirds of the frame, ready for an online shop.',
      '一张高清影棚产品照：[[产品：一把哑光黑手冲咖啡壶]]，摆放在[[台面：浅灰色无缝背景纸]]上。左上方用大号柔光箱打光，右侧以白色反光板补光，光线柔和均匀，只留一道淡淡的影子。使用 100 毫米镜头略微俯拍，[[细节：壶柄的拉丝金属质感]]清晰锐利。色彩真实，背景干净简洁，产品约占画面的三分之二，可直接用作电商主图。',
    ],
  },
  {
    id: 'portrait',
    ratio: '3:4',
    name: ['Photorealistic portrait', '写实人像'],
    prompt: [
      'A photorealistic close-up portrait of [[Person: a lighthouse keeper in her sixties with wind-tousled grey hair]], [[Action: looking out to sea with a faint smile]]. The place is [[Place: the gallery of a lighthouse above a rocky coast]]. [[Light: Low, golden evening light from the side]] brings out the fine texture of skin, hair and fabric. Taken with an 85 mm lens at f/1.8: the eyes are in sharp focus and the background melts into a soft blur. The mood is [[Mood: calm and self-assured]].',
      '一张照片般真实的近景人像：[[人物：一位六十多岁、灰发被海风吹乱的女灯塔守护人]]，正[[动作：面带浅笑眺望大海]]。地点是[[地点：礁石海岸上方的灯塔外廊]]。[[光线：傍晚低角度的金色侧光]]勾勒出皮肤、头发和衣料的细腻质感。使用 85 毫米镜头、f/1.8 光圈拍摄，焦点落在眼睛上，背景自然虚化。整体氛围[[氛围：沉静而自信]]。',
    ],
  },
  {
    id: 'logo',
    ratio: '1:1',
    name: ['Logo with text', '文字标志'],
    prompt: [
      'A modern logo for [[Business: an independent coffee roaster]]. It has the text "[[Text: Kestrel]]" in [[Lettering: a bold, rounded sans-serif with generous spacing]], spelled exactly like that and written once. Beside it stands [[Symbol: a small falcon whose wing is a coffee bean]], drawn with a few simple shapes. A flat vector design with clean edges in [[Colours: deep green and warm cream]], centred on a plain white background with plenty of room around it, so that it stays legible when it is as small as an app icon.',
      '为[[业务：一家独立咖啡烘焙店]]设计一个现代风格的标志。标志中写有文字“[[文字：山雀咖啡]]”，字形为[[字体：圆润粗壮、字距宽松的黑体]]，一字不差，只出现一次。旁边是[[图形：一只翅膀像咖啡豆的小山雀]]，用几个简单的几何形状构成。扁平矢量风格，边缘利落，配色为[[颜色：墨绿与暖米色]]，居中放在纯白背景上，四周留有充足空白，缩小到应用图标大小时依然清晰可辨。',
    ],
  },
  {
    id: 'sticker',
    ratio: '1:1',
    name: ['Sticker on white', '白底贴纸'],
    prompt: [
      'A sticker of [[Subject: a hedgehog in an astronaut suit]], [[Action: waving with one paw]]. The style is [[Style: kawaii, with big shiny eyes, bold clean outlines and simple cel shading]], in bright, cheerful colours. The whole figure is visible, with a thick white die-cut border that follows its outline. It stands alone in the middle of an even, pure white background, so that it is easy to cut out.',
      '一张贴纸，主角是[[主角：一只穿宇航服的刺猬]]，正在[[动作：挥手打招呼]]。风格为[[风格：日系可爱风，大而闪亮的眼睛，粗而干净的轮廓线，简单的赛璐璐阴影]]，色彩明亮欢快。主角全身完整可见，沿轮廓有一圈较宽的白色模切边。主角独自位于画面中央，背景是均匀的纯白色，便于抠图。',
    ],
  },
  {
    id: 'isometric',
    ratio: '1:1',
    name: ['Isometric scene', '等距微缩场景'],
    prompt: [
      'An isometric 3D miniature of [[Place: a ramen shop on a street corner]], built like a small diorama on a square base. It is seen from above at 45 degrees, without perspective distortion. There is much to discover: [[Details: paper lanterns, a bicycle at the door, steam rising from the kitchen]]. [[Time of day: It is evening, and warm light falls from the windows]]. Soft, rounded shapes, realistic materials and gentle shadows, on a plain [[Background: pale blue]] background.',
      '一个等距视角的三维微缩场景：[[地点：街角的拉面店]]，像放在方形底座上的小模型。从上方 45 度观看，没有透视变形。场景里有许多值得细看的细节：[[细节：纸灯笼、门口的自行车、厨房升起的热气]]。[[时段：正值傍晚，窗口透出温暖的灯光]]。造型圆润柔和，材质真实，阴影自然，背景为纯净的[[背景色：浅蓝色]]。',
    ],
  },
  {
    id: 'infographic',
    ratio: '3:4',
    name: ['Infographic', '信息图'],
    prompt: [
      'A clear infographic that explains [[Topic: how coffee gets from the plant into the cup]] to [[Readers: curious beginners]]. The title at the top is "[[Title: From Plant to Cup]]". Beneath it the steps follow each other from top to bottom, numbered and joined by arrows: [[Steps: picking, drying, roasting, grinding, brewing]]. Each step has one simple illustration and its name as a short, correctly spelled label. Flat design with generous white space, in [[Colours: warm browns and teal on off-white]], with lettering that is easy to read on a phone.',
      '一张清晰易懂的信息图，主题是[[主题：咖啡如何从种植园来到杯中]]，面向[[读者：好奇的初学者]]。顶部标题为“[[标题：一杯咖啡的旅程]]”。标题下方从上到下依次排列各个步骤，标有序号并用箭头相连：[[步骤：采摘、晾晒、烘焙、研磨、冲煮]]。每一步配一幅简单的插图，并用准确无误的简短文字标注名称。扁平设计，留白充足，配色为[[颜色：米白底色上的暖棕与青绿]]，文字在手机上也清晰易读。',
    ],
  },
  {
    id: 'comic',
    ratio: '16:9',
    name: ['Comic strip', '三格漫画'],
    prompt: [
      'A comic strip of three equally wide panels side by side, drawn in [[Style: the clear-line style of classic European comics, with flat colours]]. [[Hero: A short baker with a curly beard and a blue apron]] appears in every panel and looks the same each time. First panel: [[First panel: proudly carrying a towering cake through the door]]. Second panel: [[Second panel: tripping over a sleeping cat]]. Third panel: [[Third panel: the cat sits in the ruined cake and licks its paw]]. In the third panel a speech bubble says "[[Speech bubble: At least somebody likes it.]]" in neat hand lettering.',
      '一则三格漫画，三格等宽、左右并列，画风为[[画风：线条清晰、平涂上色的欧洲经典漫画风格]]。[[主角：一位留卷胡子、系蓝围裙的矮个子面包师]]在每一格中都出现，形象完全一致。第一格：[[第一格：得意地端着高高的蛋糕走进门]]。第二格：[[第二格：被一只熟睡的猫绊倒]]。第三格：[[第三格：猫坐在塌掉的蛋糕里舔爪子]]。第三格中有一个对话气泡，用工整的手写体写着“[[台词：至少有人喜欢。]]”。',
    ],
  },
  {
    id: 'poster',
    ratio: '2:3',
    name: ['Poster with typography', '文字海报'],
    prompt: [
      'A poster for [[Event: an open-air jazz festival]]. The headline "[[Headline: Jazz by the River]]" stands large at the top in [[Lettering: bold, condensed letters of the 1960s]], and a smaller line at the foot reads "[[Small line: 12 July · Harbour Park · 8 pm]]". Both are written exactly like that, each once, and they are the only text. Between them is [[Picture: a trumpet whose notes turn into the waves of a river]]. The style is [[Style: a screen print in navy, coral and cream, with visible grain]]. A strong composition with a clear order of sizes and generous margins.',
      '为[[活动：一场露天爵士音乐节]]设计一张海报。主标题“[[主标题：河畔爵士之夜]]”醒目地排在顶部，字体为[[字体：上世纪六十年代风格的粗体美术字]]；底部一行较小的文字为“[[小字：7月12日 · 海港公园 · 20:00]]”。两处文字都一字不差，各出现一次，画面中只有这些文字。中间的主图是[[主图：一支小号，吹出的音符化作河面的波浪]]。风格为[[风格：藏青、珊瑚红与米白三色的丝网印刷，带有颗粒质感]]。构图有力，文字主次分明，边距宽裕。',
    ],
  },
  {
    id: 'recipe',
    ratio: '3:4',
    name: ['Illustrated recipe', '食谱插画'],
    prompt: [
      'An illustrated recipe card for [[Dish: a creamy tomato risotto]]. The title "[[Title: Tomato Risotto]]" stands at the top in friendly hand lettering. In the middle is the finished dish in [[Tableware: a deep blue stoneware bowl]], seen from above. Around it lie the ingredients, each drawn by itself and labelled with its name: [[Ingredients: rice, tomatoes, basil, parmesan, onion, olive oil]]. The style is [[Style: loose watercolour with fine ink lines on textured cream paper]]. Fresh, appetising colours, and enough space between all parts.',
      '一张手绘食谱卡片，菜品是[[菜品：番茄鸡蛋面]]。顶部用亲切的手写体写着标题“[[标题：番茄鸡蛋面]]”。中央是盛在[[餐具：深蓝色粗陶碗]]里的成品，俯视角度。四周摆放各种食材，每样单独绘制并标注名称：[[食材：面条、番茄、鸡蛋、小葱、蒜、香油]]。风格为[[风格：奶油色纹理纸上的写意水彩，配纤细的墨线]]。色彩新鲜诱人，各部分之间留有足够的空间。',
    ],
  },
  {
    id: 'character',
    ratio: '16:9',
    name: ['Character sheet', '角色设定图'],
    prompt: [
      'A character sheet for [[Purpose: a picture book]]. The character is [[Character: a small fox girl with one bent ear, in a yellow raincoat and red rubber boots]]. On the left the whole figure is shown three times at the same scale: from the front, from the side and from behind. On the right are four portraits of it, [[Expressions: happy, surprised, angry and sleepy]]. Face, proportions, clothes, colours and every small detail are identical in all views. The style is [[Style: soft watercolour with ink outlines]]. Even light, on a plain off-white background.',
      '为[[用途：一本图画书]]绘制角色设定图。角色是[[角色：一个耳朵折了一只、穿黄色雨衣和红色雨靴的小狐狸女孩]]。左侧以相同比例展示角色全身的三个视角：正面、侧面和背面。右侧是四个表情头像：[[表情：开心、惊讶、生气、犯困]]。所有视角中的五官、比例、服装、颜色和每个小细节都完全一致。风格为[[风格：柔和水彩加墨线轮廓]]。光线均匀，背景为素净的米白色。',
    ],
  },
  {
    id: 'background',
    ratio: '16:9',
    name: ['Background with empty space', '留白背景'],
    prompt: [
      'A minimalist composition with [[Subject: a single white feather]] in the [[Corner: lower right]] corner of the picture. All the rest is an empty [[Background: dusty blue]] surface with a barely visible gradient: wide negative space on which text can be set later. Soft, diffused light from the upper left casts a faint shadow beside the subject. The picture is calm, quiet and finely balanced.',
      '一幅极简构图：[[主体：一根白色羽毛]]位于画面的[[位置：右下角]]，其余部分是空旷的[[背景色：灰蓝色]]平面，只有几乎察觉不到的渐变，大面积留白便于日后排放文字。柔和的漫射光从左上方照来，在主体旁投下淡淡的影子。画面安静、平和，疏密得当。',
    ],
  },
  {
    id: 'change',
    reference: true,
    name: ['Change one thing only', '只改一处'],
    prompt: [
      'In the given picture change only [[Part: the front door]] to [[Becomes: a bottle-green wooden door with a brass knocker]]. The new part fits in with its surroundings in perspective, size, light and shadow. Everything else stays exactly as it is: people and their faces, all other objects, the background, the colours, the style and the framing.',
      '在所给图片中，只把[[对象：大门]]改成[[改为：一扇带黄铜门环的墨绿色木门]]。改动的部分在透视、大小、光线和阴影上与周围融为一体。其余一切保持原样：人物及其面容、其他所有物体、背景、色彩、风格和取景都不变。',
    ],
  },
  {
    id: 'restore',
    reference: true,
    name: ['Restore an old photo', '修复老照片'],
    prompt: [
      'Restore the given old photograph. Repair [[Damage: scratches, creases, stains and faded areas]], reduce the noise, and bring back natural contrast and sharpness. [[Colour: Colour it with the realistic, restrained tones of its time]]. The people stay who they are: their faces, expressions, age, hair, clothes and poses remain as they were taken. Everything that the photograph shows stays where it is, and the framing is unchanged. The result looks like a well-kept print.',
      '修复所给的老照片。去除[[损伤：划痕、折痕、污渍和褪色]]，减少噪点，恢复自然的对比度和清晰度。[[色彩：按照当年的真实样貌上色，色调克制自然]]。人物保持本来的样子：面容、表情、年龄、发型、衣着和姿势都与原照一致。照片中的一切都留在原位，取景不变。效果如同一张保存完好的照片。',
    ],
  },
  {
    id: 'interior',
    reference: true,
    name: ['Redesign a room', '房间改造'],
    prompt: [
      'Redesign the room in the given photograph in [[Style: a warm Scandinavian style]]. The room itself stays as it is: walls, windows, doors, ceiling height, the view outside and the camera angle are unchanged. Replace furniture, textiles and decoration with [[Furniture: a linen sofa, an oak coffee table, a large wool rug and green plants]], and paint the walls [[Wall colour: soft white]]. Natural daylight comes through the existing windows, and all shadows follow it. The result looks like a photograph from an interior design magazine.',
      '将所给照片中的房间改造成[[风格：温暖的北欧风格]]。房间结构保持不变：墙体、门窗、层高、窗外景色和拍摄角度都与原照一致。家具、布艺和装饰换成[[家具：亚麻沙发、橡木茶几、大块羊毛地毯和绿植]]，墙面刷成[[墙面颜色：柔和的白色]]。自然光从原有的窗户照进来，所有阴影与之相符。效果如同家居杂志上的照片。',
    ],
  },
  {
    id: 'scene',
    reference: true,
    name: ['Put a product into a scene', '产品融入场景'],
    prompt: [
      'Put the product from the given picture into a new scene: it stands [[Scene: on a mossy stone beside a forest stream]]. The product keeps its exact shape, proportions, colours, material, label and lettering. [[Light: Early morning sun filtered through leaves]] falls on it just as on its surroundings, and it has a natural contact shadow. The product is in sharp focus in [[Position: the middle of the picture]] and the background is softly blurred, as in an advertising photograph taken with a 50 mm lens at f/2.8.',
      '将所给图片中的产品放入新的场景：它摆在[[场景：林间溪边长满青苔的石头上]]。产品的形状、比例、颜色、材质、标签和文字都与原图完全一致。[[光线：透过树叶的清晨阳光]]同样照在产品和周围环境上，产品与台面接触处有自然的阴影。产品位于[[位置：画面中央]]，清晰锐利，背景柔和虚化，如同用 50 毫米镜头、f/2.8 光圈拍摄的广告照片。',
    ],
  },
  {
    id: 'style',
    reference: true,
    name: ['Redraw in another style', '风格转换'],
    prompt: [
      'Redraw the given picture in the style of [[Style: a Japanese woodblock print with bold outlines and flat areas of indigo, ochre and vermilion]]. The composition stays: everyone and everything is in the same place, with the same pose, expression and proportions. Render [[Emphasis: light, water and sky]] with the shapes and textures that are typical of this style, consistently up to the edges of the picture.',
      '将所给图片重新绘制为[[风格：轮廓粗犷、以靛蓝、赭石和朱红平涂的日本木版画]]风格。构图保持不变：所有人和物都在原来的位置，姿势、表情和比例与原图相同。用这种风格特有的造型和肌理来表现[[重点：光线、水面和天空]]，直到画面边缘都保持统一。',
    ],
  },
];
