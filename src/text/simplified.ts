/** Traditional signs that offices type, each with its simplified one. One sign stands for one, so offsets stay. */
const pairs =
  '學学習习會会議议員员黨党課课講讲書书記记聽听讀读討讨論论訪访調调導导傳传達达題题報报務务單单個个時时間间鐘钟點点過过後后開开關关參参與与團团體体總总結结組组織织動动聯联環环衛卫衞卫鎮镇鄉乡區区縣县館馆廳厅樓楼園园場场廣广慶庆節节國国黃黄綠绿藍蓝紅红電电視视頻频網网絡络線线專专業业訓训練练測测試试評评選选獎奖優优幹干長长領领職职責责幫帮贈赠閱阅發发佈布製制設设備备擺摆圖图畫画詩诗頌颂誦诵問问醫医療疗護护義义診诊獻献愛爱資资錢钱萬万億亿兩两數数類类條条冊册張张塊块雙双隻只輛辆檢检創创計计劃划實实踐践據据證证錄录聲声響响門门陽阳陰阴東东風风雲云龍龙鳳凤馬马鳥鸟魚鱼飯饭處处辦办應应該该還还這这裡里來来從从對对將将離离為为無无樹树種种權权機机構构檔档籤签簽签編编輯辑壞坏舊旧廢废棄弃歸归購购買买賣卖請请續续遲迟週周禮礼號号歲岁歷历災灾難难濟济貧贫協协聞闻眾众羣群夠够齊齐獨独雜杂誌志願愿興兴遊游覽览隊队陳陈劉刘'
const simplified = new Map<string, string>()
for (let at = 0; at + 1 < pairs.length; at += 2) {
  const [from, to] = [pairs.charAt(at), pairs.charAt(at + 1)]
  if (from !== to) simplified.set(from, to)
}

/** The simplified sign for a traditional one; any other sign as it is. */
export function simplifiedSign(sign: string): string {
  return simplified.get(sign) ?? sign
}
