/** Traditional signs that offices type, each with its simplified one. One sign stands for one, so offsets stay. */
const pairs =
  '學学習习會会議议員员黨党課课講讲書书記记聽听讀读討讨論论訪访調调導导傳传達达題题報报務务單单個个時时間间鐘钟點点過过開开關关參参與与團团體体總总結结組组織织動动聯联環环衛卫衞卫鎮镇鄉乡區区縣县館馆廳厅樓楼園园場场廣广慶庆節节國国黃黄綠绿藍蓝紅红電电視视頻频網网絡络線线專专業业訓训練练測测試试評评選选獎奖優优幹干長长領领職职責责幫帮贈赠閱阅發发佈布製制設设備备擺摆圖图畫画詩诗頌颂誦诵問问醫医療疗護护義义診诊獻献愛爱資资錢钱萬万億亿兩两數数類类條条冊册張张塊块雙双隻只輛辆檢检創创計计劃划實实踐践據据證证錄录聲声響响門门陽阳陰阴東东風风雲云龍龙鳳凤馬马鳥鸟魚鱼飯饭處处辦办應应該该還还這这裡里來来從从對对將将離离為为無无樹树種种權权機机構构檔档籤签簽签編编輯辑壞坏舊旧廢废棄弃歸归購购買买賣卖請请續续遲迟週周禮礼號号歲岁歷历災灾難难濟济貧贫協协聞闻眾众羣群夠够齊齐獨独雜杂誌志願愿興兴遊游覽览隊队陳陈劉刘態态廠厂橋桥費费價价訂订詢询償偿誰谁親亲認认識识維维擴扩軍军勞劳農农貢贡質质術术藝艺舉举賽赛飛飞歡欢幾几約约餘余滿满補补盡尽漢汉憲宪紀纪監监違违驗验競竞標标準准規规則则訊讯誠诚談谈話话語语詞词隨随運运遠远適适遺遗邊边郵邮鄰邻釋释銀银鋼钢錯错鐵铁閉闭陸陆靜静頭头顧顾養养駐驻騎骑鬥斗麼么廟庙塵尘嚴严喪丧傷伤債债僅仅傑杰損损擇择擊击擔担攝摄攜携敵敌斷断暫暂曆历極极樣样橫横歐欧殘残畢毕確确穩稳窮穷筆笔箋笺糧粮紙纸級级細细終终給给統统經经緊紧緒绪縮缩後后繼继羅罗聖圣觀观見见貨货貴贵際际險险靈灵順顺預预須须輕轻載载複复驚惊藥药臨临譯译辭辞遞递鄭郑針针鏡镜閃闪鮮鲜鹽盐駕驾飲饮顏颜頓顿輸输較较賀贺聰聪腦脑蘇苏'
const simplified = new Map<string, string>()
for (let at = 0; at + 1 < pairs.length; at += 2) {
  const [from, to] = [pairs.charAt(at), pairs.charAt(at + 1)]
  if (from !== to) simplified.set(from, to)
}

/** The simplified sign for a traditional one; any other sign as it is. */
export function simplifiedSign(sign: string): string {
  return simplified.get(sign) ?? sign
}
