/**
 * Words of prose that may name a fact whose own names are in the other language or in other words. A fact belongs to a
 * group when one of the cues stands in its key, label or names
 * (a cue with = must be the whole of one); then every word of the group names it. English
 * words match their plural too. Facts' own names come first; these only help.
 */
export type ThesaurusGroup = { readonly cues: readonly string[]; readonly words: readonly string[] }

const table = `
传达学习|briefing;study briefing;document study;relay study;study of documents;policy briefing;传达;传达学习
=study.sessions|学习;集中学习;学习次数;学习场次;学习总次数;学习总场次;study session;study meeting;learning session
专题党课|thematic lecture;themed lecture;special lecture;thematic party lecture;special party lecture;themed party lecture
=study.count:党课;=党课|lecture;party lecture;party class;party lesson;讲党课;上党课;党课
警示教育|warning-education film;film screening;screening;film;警示教育片;warning education;warning-education session;cautionary education;cautionary session;cautionary-education session;warning session;integrity education;警示
交流讨论|交流会;写作小组交流会;交流;writing group met;writing-group meeting;writing group meeting;writing group;discussion;discussion session;exchange session;exchange discussion;seminar;交流讨论;研讨;交流研讨
个人自学|self-study;self study;individual study;自学
集中学习|group study;collective study
主题党日|party day;theme day;themed party day;theme party day
组织生活会|organisational life meeting;organizational life meeting;organisation life meeting;organisational life
民主生活会|democratic life meeting;democratic life
调查研究|field research;field study;fieldwork;调研
检查考核|assessment;inspection
新闻动态;新闻条数|公众号动态;微信公众号;公众号;wechat account;news output;news;news item;news;story;stories;news story;news post;news update;wechat post;wechat item;article on wechat;posted;item;发布信息;信息;新闻;动态;信息动态;推送;新闻信息
关注人数;关注|follower;subscriber;fan;account follower;粉丝;关注者;关注用户;关注量;关注人数
赠阅|given away;given to;given out;given free;free of charge;sent to reader;gave away;giveaway;give away;journal;distributed;circulated;mailed;sent free;free copy;complimentary copy;赠送;寄送;赠阅;发行
印发|handbook;booklet;manual;手册;印制;印发;printed
工作方案|work plan;plan;working plan;work programme;方案;工作要点;制定方案
图书|library;library book;book;holding;藏书;图书;馆藏;书籍;图书室
宣传栏|notice board;noticeboard;bulletin board;display board;publicity board;publicity panel;culture wall;wall panel;panel;宣传栏;展板
桌牌|desk plate;desk sign;desk nameplate;nameplate;desk card;desk name plate;桌牌
胸牌|badge;name tag;work badge;胸牌;工作牌
注册审核|volunteer registration;registration;volunteer registration;vetted;registration review;registration check;审核;注册审核
注册率|registration rate;registered rate;注册率;注册比例
朗诵|reciter;recital;recitation;recited;reader on stage;朗诵
评选类别|award category;category;categories of award;commendation category;评选
会议类信息|meeting report;conference report;meeting brief;meeting note;information brief;meeting-related report;conference brief;会议信息;会议类信息
理论文章|theory piece;theory article;theory essay;theoretical essay;theoretical article;理论
读书心得体会|reading note;book report;reading reflection;reflection;book review;心得体会;心得
领导讲话|speech;leaders' speech;leader's speech;address;讲话稿;讲话
志愿服务|volunteering;volunteer activity;volunteer event;volunteering activity;volunteer service;volunteering event;volunteer;志愿服务;志愿活动
共驻共建|community event;community activity;community co-building;co-building;joint community activity;community partnership;共驻共建;共建
编印刊物|publication;刊物
文体活动|cultural event;cultural activity;cultural and sports activity;sports and culture;文体活动
信息报送|information report;信息报送
新闻宣传|publicity activity;publicity record;新闻宣传
阵地建设|venue building;阵地建设
书香机关|reading campaign;reading activity;书香机关
工作参阅|journal;work reference;work reference journal;参阅
essay.count:submitted;essay.count:approved;gap.essays|essay;piece of writing;习作;文章;成员习作;作品
essay.count:approved;通过篇数|approved;passed review;审核通过;通过审核;审定;通过
essay.count:submitted;提交篇数|交稿;来稿;投稿;收稿;submitted;handed in;提交;上交;收到
essay.count:returned|returned;sent back;退回
essay.count:excellent;优秀习作;优秀文章;优秀篇数|excellent;outstanding;best;selected;优秀;评优;佳作
essay.count:contest;参赛|contest;competition;contest entry;competition entry;参赛;征文;比赛;推荐参赛
essay.issues;文集期数|anthology;anthologies;anthology issue;collection;文集;汇编;选编
essay.writers;撰稿;作者人数|writer;author;writing group;contributor;作者;撰稿人;写作组;写作小组;写作能力提升小组;小组成员;小组组员;执笔
gap.essays-missing|missing;outstanding;not handed in;owed;欠交;未交;缺稿
离退休服务|retired-cadre programme;retired cadre programme;retired cadres
essay.count:waiting|await review;awaiting review;等待审核;待审核;未审
essay.late|late;逾期;迟交
=study.attendance;学习人次|参加学习;参训;学习人次;attendance;study attendance;参学;参学人次
=study.people;参学人数|参学;参加学习;参训;学习人员;different people;different member;took part in study;distinct member;参学人员
=activity.records;=activity.attendance|活动;activities;activity
=study.months;=activity.months|个月;month;month with record;month covered;覆盖月份;覆盖
`

export const thesaurus: readonly ThesaurusGroup[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [cues = '', words = ''] = line.split('|')
    return { cues: cues.split(';'), words: words.split(';') }
  })
