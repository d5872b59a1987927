use super::*;

#[test]
fn examples_have_a_word_of_their_own() {
    for text in [
        "例：海水淡化合同",
        "例:某合同",
        "（例）某合同",
        "（示例）某合同",
        "【样例1】某合同",
        "示例",
        "示例：",
        "例1：某合同",
        "如：某合同",
        "例如：某合同",
        "Example: a contract",
        "填写示例 某合同",
        "张三（示例）",
        "张三(举例)",
        "示例 张三",
        "*示例*张三",
        "e.g. 张三",
        "eg.张三",
    ] {
        assert!(example(text).is_some(), "{text}");
    }
    for text in [
        "例行会议",
        "示例工程建设",
        "如东风电项目",
        "样例库建设",
        "案例：甲",
        "Sample Analysis Centre",
        "Egypt",
        "智能制造（示例工程）",
        "如",
    ] {
        assert!(example(text).is_none(), "{text}");
    }
}

#[test]
fn remarks_have_a_word_of_their_own() {
    for text in [
        "注：以上经费为估算",
        "备注：以上经费为估算",
        "备  注：无",
        "注1：甲",
        "※ 以上为估算",
        "说明：甲",
        "注1. 甲",
    ] {
        assert_eq!(remark(text), Some(Lead::Before), "{text}");
    }
    for text in [
        "注册会计师培训",
        "注塑机出口合同",
        "说明书翻译",
        "备注系统开发合同",
        "附属医院合作",
    ] {
        assert_eq!(remark(text), None, "{text}");
    }
}

#[test]
fn closing_words_are_whole() {
    for text in [
        "（以下空白）",
        "以下空白",
        "——以下空白——",
        "续表",
        "（续表2）",
        "……",
        "完",
        "以下为空白",
    ] {
        assert!(closes(text), "{text}");
    }
    for text in [
        "续航技术",
        "完井液项目",
        "空白对照研究",
        "以下一代网络",
        "1.5",
    ] {
        assert!(!closes(text), "{text}");
    }
}

#[test]
fn totals_and_counts() {
    for text in [
        "合计",
        "总 计",
        "合计（万元）",
        "共计3项",
        "共 3 项",
        "合计：100万元",
        "小计",
        "Total",
        "学院合计",
        "以上2项经费小计",
        "2025年合计",
        "合计金额",
        "Σ",
        "小計",
    ] {
        assert!(sums_up(text), "{text}");
    }
    for text in [
        "共同体研究",
        "合计划",
        "共享平台",
        "总计算力研究",
        "共3D打印",
    ] {
        assert!(!sums_up(text), "{text}");
    }
    assert_eq!(counted("共计 3 项"), Some(3));
}

#[test]
fn signatures() {
    for text in [
        "填表人：张三",
        "单位负责人（签章）：",
        "填报日期： 2026年1月5日",
        "审核人",
        "联系电话：0756",
    ] {
        assert!(signing(text).is_some(), "{text}");
    }
    for text in [
        "负责人才培养项目",
        "审核系统开发",
        "日期计算软件",
        "电话会议系统",
    ] {
        assert!(signing(text).is_none(), "{text}");
    }
}

#[test]
fn codes_are_whole_texts() {
    assert_eq!(code("甲"), Some(Code::Stem(0)));
    assert_eq!(code("（乙）"), Some(Code::Stem(1)));
    assert_eq!(code("01"), Some(Code::Padded(1)));
    assert_eq!(code("(2)"), Some(Code::Number(2)));
    assert_eq!(code("③"), Some(Code::Number(3)));
    assert_eq!(code("B"), Some(Code::Letter(1)));
    for text in ["甲醇", "7005", "1.5", "2025-01", ""] {
        assert_eq!(code(text), None, "{text}");
    }
}

#[test]
fn dittos() {
    for text in [
        "同上",
        "（同上）",
        "〃",
        "〃〃",
        "″",
        "\"",
        "——〃——",
        "''",
        "同上一行",
        "同 上",
        "Ditto",
        "do.",
        "↑",
        "同上单位",
    ] {
        assert_eq!(ditto(text), Some(Ditto::Above), "{text}");
    }
    assert_eq!(ditto("同左"), Some(Ditto::Left));
    for text in ["同上海大学合作", "—", "……", "do it", "“甲”", ""] {
        assert_eq!(ditto(text), None, "{text}");
    }
}
