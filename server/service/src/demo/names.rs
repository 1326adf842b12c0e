//! What people are called, in many scripts, and the usernames that follow from it.

use std::collections::HashMap;

use super::dice::Dice;

/// Names of one place: each as it is written, and after the `=` in plain letters.
struct Place {
    /// How many of a hundred people.
    share: i64,
    order: Order,
    given: &'static str,
    family: &'static str,
}

#[derive(Clone, Copy)]
enum Order {
    GivenFirst,
    /// Family name first, without a space.
    FamilyFirst,
    /// Family name first, with a space.
    FamilyFirstApart,
}

use Order::{FamilyFirst, FamilyFirstApart, GivenFirst};

const PLACES: &[Place] = &[
    Place {
        share: 16,
        order: GivenFirst,
        given: "Grace=grace James=james Amelia=amelia Noah=noah Ruth=ruth Oliver=oliver Hazel=hazel Samuel=samuel Ivy=ivy Theo=theo Nora=nora Caleb=caleb Maya=maya Elliot=elliot June=june Desmond=desmond",
        family: "Baker=baker Whitfield=whitfield O’Brien=obrien Carter=carter Hughes=hughes Lindqvist=lindqvist Fletcher=fletcher Morgan=morgan Sinclair=sinclair Reyes=reyes Holloway=holloway Pemberton=pemberton Kowalski=kowalski Fraser=fraser Abbott=abbott Okonjo=okonjo",
    },
    Place {
        share: 9,
        order: GivenFirst,
        given: "Ngozi=ngozi Chidi=chidi Amara=amara Kwame=kwame Zanele=zanele Tunde=tunde Wanjirũ=wanjiru Adébáyọ̀=adebayo Ìfẹ́=ife Thabo=thabo Efua=efua Sékou=sekou Ọlá=ola Makena=makena",
        family: "Okafor=okafor Adéyẹmí=adeyemi Mensah=mensah Nkosi=nkosi Dlamini=dlamini Mwangi=mwangi Diallo=diallo Eze=eze Bâ=ba Owusu=owusu Traoré=traore Kamau=kamau Ọbásanjọ́=obasanjo Ndiaye=ndiaye",
    },
    Place {
        share: 9,
        order: GivenFirst,
        given: "Łukasz=lukasz Zofia=zofia Jiří=jiri Žofie=zofie Miloš=milos Małgorzata=malgorzata Šimon=simon Ștefan=stefan Ágnes=agnes Győző=gyozo Đorđe=dorde Călin=calin Kateřina=katerina Bożena=bozena",
        family: "Wójcik=wojcik Stępień=stepien Zając=zajac Novák=novak Kříž=kriz Dvořák=dvorak Kovačić=kovacic Țepeș=tepes Szűcs=szucs Horváth=horvath Mazur=mazur Król=krol Popović=popovic Ionuț=ionut",
    },
    Place {
        share: 9,
        order: GivenFirst,
        given: "José=jose Inés=ines João=joao Conceição=conceicao Begoña=begona Raúl=raul Élodie=elodie François=francois Zoë=zoe Noël=noel Núria=nuria Giosuè=giosue Chloé=chloe Íñigo=inigo",
        family: "Muñoz=munoz Gonçalves=goncalves Araújo=araujo Pérez=perez Lefèvre=lefevre Benoît=benoit Güell=guell Peña=pena Simões=simoes Nicolò=nicolo Ibáñez=ibanez Dubois=dubois Cañas=canas Falcão=falcao",
    },
    Place {
        share: 7,
        order: GivenFirst,
        given: "Jürgen=juergen Bärbel=baerbel Åsa=asa Søren=soren Jón=jon Þóra=thora Öykü=oyku Çağla=cagla İpek=ipek Gülşen=gulsen Väinö=vaino Astrid=astrid Björn=bjorn Ülle=ulle",
        family: "Müller=mueller Größ=groess Ångström=angstrom Sørensen=sorensen Guðmundsson=gudmundsson Yılmaz=yilmaz Şahin=sahin Öztürk=ozturk Mäkinen=makinen Çelik=celik Jäger=jaeger Bøe=boe Tamm=tamm Håkansson=hakansson",
    },
    Place {
        share: 4,
        order: FamilyFirstApart,
        given: "Thị_Hương=huong Đức=duc Minh_Tuấn=tuan Ngọc_Ánh=anh Quốc_Bảo=bao Thùy_Linh=linh Văn_Hùng=hung Phương=phuong Khánh=khanh Mỹ_Duyên=duyen",
        family: "Nguyễn=nguyen Trần=tran Lê=le Phạm=pham Đặng=dang Bùi=bui Đỗ=do Hồ=ho Vũ=vu Huỳnh=huynh",
    },
    Place {
        share: 11,
        order: FamilyFirst,
        given: "思远=siyuan 雨桐=yutong 浩然=haoran 梓涵=zihan 静=jing 伟=wei 子轩=zixuan 欣怡=xinyi 宇航=yuhang 晓明=xiaoming 诗涵=shihan 磊=lei 嘉怡=jiayi 国强=guoqiang 若曦=ruoxi 明哲=mingzhe",
        family: "陈=chen 王=wang 李=li 张=zhang 刘=liu 杨=yang 黄=huang 赵=zhao 周=zhou 吴=wu 徐=xu 孙=sun 欧阳=ouyang 林=lin 郭=guo 何=he",
    },
    Place {
        share: 7,
        order: FamilyFirstApart,
        given: "陽菜=haruna 蓮=ren 結衣=yui 大翔=hiroto さくら=sakura 健太=kenta 美咲=misaki 翔太=shota あかり=akari 直樹=naoki 恵子=keiko 悠真=yuma 千尋=chihiro 拓海=takumi",
        family: "佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 伊藤=ito 渡辺=watanabe 山本=yamamoto 中村=nakamura 小林=kobayashi 加藤=kato 吉田=yoshida 松本=matsumoto 井上=inoue 清水=shimizu",
    },
    Place {
        share: 6,
        order: FamilyFirst,
        given: "민준=minjun 서연=seoyeon 지우=jiwoo 하준=hajun 수빈=subin 도윤=doyun 예은=yeeun 지훈=jihoon 유진=yujin 현우=hyunwoo 은지=eunji 태현=taehyun",
        family: "김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon 장=jang 임=lim 한=han 오=oh",
    },
    Place {
        share: 7,
        order: GivenFirst,
        given: "فاطمة=fatima محمد=mohammed ليلى=layla يوسف=yousef نور=nour خالد=khaled مريم=maryam عمر=omar سلمى=salma طارق=tareq هدى=huda زياد=ziad",
        family: "الحسن=alhassan منصور=mansour خوري=khoury النجار=alnajjar حداد=haddad المصري=almasri بن_علي=benali صالح=saleh العمري=alomari درويش=darwish قاسم=qasim الشامي=alshami",
    },
    Place {
        share: 7,
        order: GivenFirst,
        given: "आरव=aarav प्रिया=priya अनन्या=ananya रोहन=rohan दीपिका=deepika विक्रम=vikram सुनीता=sunita अर्जुन=arjun काव्या=kavya मनोज=manoj नेहा=neha संजय=sanjay",
        family: "शर्मा=sharma गुप्ता=gupta सिंह=singh पटेल=patel मेहता=mehta अय्यर=iyer जोशी=joshi वर्मा=verma देशपांडे=deshpande मिश्रा=mishra नायर=nair कपूर=kapoor",
    },
    Place {
        share: 5,
        order: GivenFirst,
        given: "Олена=olena Андрій=andrii Ксенія=kseniia Дмитро=dmytro Світлана=svitlana Іван=ivan Марія=mariia Тарас=taras Юлія=yuliia Георги=georgi Милица=milica Єва=yeva",
        family: "Шевченко=shevchenko Коваленко=kovalenko Бондар=bondar Ткачук=tkachuk Мельник=melnyk Гончар=honchar Їжак=yizhak Петренко=petrenko Кравець=kravets Лисенко=lysenko Мороз=moroz Заєць=zaiets",
    },
    Place {
        share: 2,
        order: GivenFirst,
        given: "Γιώργος=giorgos Ελένη=eleni Νίκος=nikos Σοφία=sofia Κώστας=kostas Αθηνά=athina Δημήτρης=dimitris Μαρία=maria",
        family: "Γεωργίου=georgiou Νικολάου=nikolaou Ιωάννου=ioannou Αθανασίου=athanasiou Οικονόμου=oikonomou Βασιλείου=vasileiou Χριστοδούλου=christodoulou Αντωνίου=antoniou",
    },
    Place {
        share: 1,
        order: GivenFirst,
        given: "נועה=noa יונתן=yonatan תמר=tamar איתי=itai სოფო=sopo ลลิตา=lalita สมชาย=somchai Արամ=aram",
        family: "לוי=levi מזרחי=mizrahi פרץ=peretz ბერიძე=beridze วงศ์สวัสดิ์=wongsawat Պետրոսյան=petrosyan",
    },
];

/// A name, and the username that goes with it.
pub struct Called {
    pub name: String,
    pub username: String,
}

/// Gives out names. A name can come twice, as in life; a username cannot.
pub struct Names {
    places: Vec<(i64, usize)>,
    given: Vec<Vec<(String, &'static str)>>,
    family: Vec<Vec<(String, &'static str)>>,
    taken: HashMap<String, u32>,
    /// Thrown for names alone, so that they are the same whatever the time of the day makes of people's days.
    dice: Dice,
}

impl Names {
    pub fn new(taken: impl Iterator<Item = String>, dice: Dice) -> Self {
        Self {
            places: PLACES.iter().enumerate().map(|(at, place)| (place.share, at)).collect(),
            given: PLACES.iter().map(|place| read(place.given)).collect(),
            family: PLACES.iter().map(|place| read(place.family)).collect(),
            taken: taken.map(|name| (name, 1)).collect(),
            dice,
        }
    }

    pub fn next(&mut self) -> Called {
        let dice = &mut self.dice;
        let at = dice.weigh(&self.places);
        let (given, latin_given) = dice.pick(&self.given[at]);
        let (family, latin_family) = dice.pick(&self.family[at]);
        let name = match PLACES[at].order {
            GivenFirst => format!("{given} {family}"),
            FamilyFirst => format!("{family}{given}"),
            FamilyFirstApart => format!("{family} {given}"),
        };
        let wanted = match dice.below(10) {
            0..6 => format!("{latin_given}.{latin_family}"),
            6..8 => format!("{}{latin_family}", &latin_given[..1]),
            8 => format!("{latin_given}-{latin_family}"),
            _ => format!("{latin_family}_{latin_given}"),
        };
        Called { name, username: self.unique(wanted) }
    }

    /// The first of “name”, “name2”, “name3”… that nobody has.
    pub fn unique(&mut self, wanted: String) -> String {
        let times = self.taken.entry(wanted.clone()).or_default();
        *times += 1;
        if *times == 1 { wanted } else { format!("{wanted}{times}") }
    }
}

/// The names of a list. What is written with an underscore has a space.
fn read(list: &'static str) -> Vec<(String, &'static str)> {
    let names = list.split_whitespace().filter_map(|name| name.split_once('='));
    names.map(|(name, latin)| (name.replace('_', " "), latin)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_keeps_the_rules_and_no_username_comes_twice() {
        let mut names = Names::new(["vision".to_owned()].into_iter(), Dice::seeded(1));
        let mut seen = std::collections::HashSet::from(["vision".to_owned()]);

        for _ in 0..20_000 {
            let called = names.next();
            assert_eq!(domain::name::display_name(&called.name).as_ref(), Ok(&called.name));
            assert_eq!(domain::name::username(&called.username).as_ref(), Ok(&called.username));
            assert!(seen.insert(called.username.clone()), "{}", called.username);
        }
    }

    #[test]
    fn nothing_in_the_lists_is_misspelt() {
        for place in PLACES {
            for entry in place.given.split_whitespace().chain(place.family.split_whitespace()) {
                let (name, latin) = entry.split_once('=').unwrap();
                assert!(
                    !name.is_empty() && latin.chars().all(|c| c.is_ascii_lowercase()) && latin.len() > 1,
                    "{entry}"
                );
            }
        }
        assert_eq!(PLACES.iter().map(|place| place.share).sum::<i64>(), 100);
    }
}
