using System.Collections.Frozen;

namespace Mingus.Ledger.Normalize;

/// <summary>
/// The letters that canonical text of version 1 takes apart: the NFKD decompositions of Unicode 14, after lower case,
/// of the blocks Latin, Greek, Cyrillic, general punctuation, letter-like signs and Latin ligatures. The table is part
/// of fingerprint version 1 and never changes: .NET does not normalise under InvariantGlobalization (it answers the
/// text unchanged), and with ICU the answer would depend on the version installed.
/// </summary>
internal static class LetterFolds
{
    // One entry: the letter, then what it becomes, then a bar.
    private const string Table =
        "\u00a8\u0020\u0308|ªa|\u00af\u0020\u0304|\u00b22|\u00b33|\u00b4\u0020\u0301|µμ|\u00b8\u0020\u0327|"
        + "\u00b91|ºo|\u00bc1\u20444|\u00bd1\u20442|\u00be3\u20444|àa\u0300|áa\u0301|âa\u0302|ãa\u0303|"
        + "äa\u0308|åa\u030a|çc\u0327|èe\u0300|ée\u0301|êe\u0302|ëe\u0308|ìi\u0300|íi\u0301|îi\u0302|ïi\u0308|"
        + "ñn\u0303|òo\u0300|óo\u0301|ôo\u0302|õo\u0303|öo\u0308|ùu\u0300|úu\u0301|ûu\u0302|üu\u0308|ýy\u0301|"
        + "ÿy\u0308|āa\u0304|ăa\u0306|ąa\u0328|ćc\u0301|ĉc\u0302|ċc\u0307|čc\u030c|ďd\u030c|ēe\u0304|ĕe\u0306|"
        + "ėe\u0307|ęe\u0328|ěe\u030c|ĝg\u0302|ğg\u0306|ġg\u0307|ģg\u0327|ĥh\u0302|ĩi\u0303|īi\u0304|ĭi\u0306|"
        + "įi\u0328|\u0130i\u0307|ĳij|ĵj\u0302|ķk\u0327|ĺl\u0301|ļl\u0327|ľl\u030c|ŀl\u00b7|ńn\u0301|ņn\u0327|"
        + "ňn\u030c|ŉ\u02bcn|ōo\u0304|ŏo\u0306|őo\u030b|ŕr\u0301|ŗr\u0327|řr\u030c|śs\u0301|ŝs\u0302|şs\u0327|"
        + "šs\u030c|ţt\u0327|ťt\u030c|ũu\u0303|ūu\u0304|ŭu\u0306|ůu\u030a|űu\u030b|ųu\u0328|ŵw\u0302|ŷy\u0302|"
        + "źz\u0301|żz\u0307|žz\u030c|ſs|ơo\u031b|ưu\u031b|ǆdz\u030c|ǉlj|ǌnj|ǎa\u030c|ǐi\u030c|ǒo\u030c|"
        + "ǔu\u030c|ǖu\u0308\u0304|ǘu\u0308\u0301|ǚu\u0308\u030c|ǜu\u0308\u0300|ǟa\u0308\u0304|ǡa\u0307\u0304|"
        + "ǣæ\u0304|ǧg\u030c|ǩk\u030c|ǫo\u0328|ǭo\u0328\u0304|ǯʒ\u030c|ǰj\u030c|ǳdz|ǵg\u0301|ǹn\u0300|"
        + "ǻa\u030a\u0301|ǽæ\u0301|ǿø\u0301|ȁa\u030f|ȃa\u0311|ȅe\u030f|ȇe\u0311|ȉi\u030f|ȋi\u0311|ȍo\u030f|"
        + "ȏo\u0311|ȑr\u030f|ȓr\u0311|ȕu\u030f|ȗu\u0311|șs\u0326|țt\u0326|ȟh\u030c|ȧa\u0307|ȩe\u0327|"
        + "ȫo\u0308\u0304|ȭo\u0303\u0304|ȯo\u0307|ȱo\u0307\u0304|ȳy\u0304|\u0374\u02b9|\u037a\u0020\u0345|"
        + "\u037e;|\u0384\u0020\u0301|\u0385\u0020\u0308\u0301|\u0387\u00b7|ΐι\u0308\u0301|άα\u0301|έε\u0301|"
        + "ήη\u0301|ίι\u0301|ΰυ\u0308\u0301|ϊι\u0308|ϋυ\u0308|όο\u0301|ύυ\u0301|ώω\u0301|ϐβ|ϑθ|\u03d2υ|"
        + "\u03d3υ\u0301|\u03d4υ\u0308|ϕφ|ϖπ|ϰκ|ϱρ|ϲς|ϵε|йи\u0306|ѐе\u0300|ёе\u0308|ѓг\u0301|їі\u0308|ќк\u0301|"
        + "ѝи\u0300|ўу\u0306|ѷѵ\u030f|ӂж\u0306|ӑа\u0306|ӓа\u0308|ӗе\u0306|ӛә\u0308|ӝж\u0308|ӟз\u0308|ӣи\u0304|"
        + "ӥи\u0308|ӧо\u0308|ӫө\u0308|ӭэ\u0308|ӯу\u0304|ӱу\u0308|ӳу\u030b|ӵч\u0308|ӹы\u0308|ḁa\u0325|ḃb\u0307|"
        + "ḅb\u0323|ḇb\u0331|ḉc\u0327\u0301|ḋd\u0307|ḍd\u0323|ḏd\u0331|ḑd\u0327|ḓd\u032d|ḕe\u0304\u0300|"
        + "ḗe\u0304\u0301|ḙe\u032d|ḛe\u0330|ḝe\u0327\u0306|ḟf\u0307|ḡg\u0304|ḣh\u0307|ḥh\u0323|ḧh\u0308|"
        + "ḩh\u0327|ḫh\u032e|ḭi\u0330|ḯi\u0308\u0301|ḱk\u0301|ḳk\u0323|ḵk\u0331|ḷl\u0323|ḹl\u0323\u0304|"
        + "ḻl\u0331|ḽl\u032d|ḿm\u0301|ṁm\u0307|ṃm\u0323|ṅn\u0307|ṇn\u0323|ṉn\u0331|ṋn\u032d|ṍo\u0303\u0301|"
        + "ṏo\u0303\u0308|ṑo\u0304\u0300|ṓo\u0304\u0301|ṕp\u0301|ṗp\u0307|ṙr\u0307|ṛr\u0323|ṝr\u0323\u0304|"
        + "ṟr\u0331|ṡs\u0307|ṣs\u0323|ṥs\u0301\u0307|ṧs\u030c\u0307|ṩs\u0323\u0307|ṫt\u0307|ṭt\u0323|ṯt\u0331|"
        + "ṱt\u032d|ṳu\u0324|ṵu\u0330|ṷu\u032d|ṹu\u0303\u0301|ṻu\u0304\u0308|ṽv\u0303|ṿv\u0323|ẁw\u0300|"
        + "ẃw\u0301|ẅw\u0308|ẇw\u0307|ẉw\u0323|ẋx\u0307|ẍx\u0308|ẏy\u0307|ẑz\u0302|ẓz\u0323|ẕz\u0331|ẖh\u0331|"
        + "ẗt\u0308|ẘw\u030a|ẙy\u030a|ẚa\u02be|ẛs\u0307|ạa\u0323|ảa\u0309|ấa\u0302\u0301|ầa\u0302\u0300|"
        + "ẩa\u0302\u0309|ẫa\u0302\u0303|ậa\u0323\u0302|ắa\u0306\u0301|ằa\u0306\u0300|ẳa\u0306\u0309|"
        + "ẵa\u0306\u0303|ặa\u0323\u0306|ẹe\u0323|ẻe\u0309|ẽe\u0303|ếe\u0302\u0301|ềe\u0302\u0300|"
        + "ểe\u0302\u0309|ễe\u0302\u0303|ệe\u0323\u0302|ỉi\u0309|ịi\u0323|ọo\u0323|ỏo\u0309|ốo\u0302\u0301|"
        + "ồo\u0302\u0300|ổo\u0302\u0309|ỗo\u0302\u0303|ộo\u0323\u0302|ớo\u031b\u0301|ờo\u031b\u0300|"
        + "ởo\u031b\u0309|ỡo\u031b\u0303|ợo\u031b\u0323|ụu\u0323|ủu\u0309|ứu\u031b\u0301|ừu\u031b\u0300|"
        + "ửu\u031b\u0309|ữu\u031b\u0303|ựu\u031b\u0323|ỳy\u0300|ỵy\u0323|ỷy\u0309|ỹy\u0303|\u2011\u2010|"
        + "\u2017\u0020\u0333|\u2024.|\u2025..|\u2026...|\u2033\u2032\u2032|\u2034\u2032\u2032\u2032|"
        + "\u2036\u2035\u2035|\u2037\u2035\u2035\u2035|\u203c!!|\u203e\u0020\u0305|\u2047??|\u2048?!|\u2049!?|"
        + "\u2057\u2032\u2032\u2032\u2032|\u20700|\u2071i|\u20744|\u20755|\u20766|\u20777|\u20788|\u20799|"
        + "\u207a+|\u207b\u2212|\u207c=|\u207d(|\u207e)|\u207fn|\u20800|\u20811|\u20822|\u20833|\u20844|"
        + "\u20855|\u20866|\u20877|\u20888|\u20899|\u208a+|\u208b\u2212|\u208c=|\u208d(|\u208e)|\u2090a|"
        + "\u2091e|\u2092o|\u2093x|\u2094ə|\u2095h|\u2096k|\u2097l|\u2098m|\u2099n|\u209ap|\u209bs|\u209ct|"
        + "\u20a8rs|\u2100a/c|\u2101a/s|\u2102c|\u2103\u00b0c|\u2105c/o|\u2106c/u|\u2107ɛ|\u2109\u00b0f|ℊg|"
        + "\u210bh|\u210ch|\u210dh|ℎh|ℏħ|\u2110i|\u2111i|\u2112l|ℓl|\u2115n|\u2116no|\u2119p|\u211aq|\u211br|"
        + "\u211cr|\u211dr|\u2120sm|\u2121tel|\u2122tm|\u2124z|\u2128z|\u212cb|\u212dc|ℯe|\u2130e|\u2131f|"
        + "\u2133m|ℴo|ℵא|ℶב|ℷג|ℸד|ℹi|\u213bfax|ℼπ|ℽγ|\u213eγ|\u213fπ|\u2140\u2211|\u2145d|ⅆd|ⅇe|ⅈi|ⅉj|ﬀff|ﬁfi|"
        + "ﬂfl|ﬃffi|ﬄffl|ﬅst|ﬆst|";

    private static readonly FrozenDictionary<char, string> Folds = Table
        .Split('|', StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(static entry => entry[0], static entry => entry[1..]);

    /// <summary>What the lower-case letter becomes; null when it stays itself.</summary>
    public static string? Of(char letter) =>
        letter is >= '\uFF01' and <= '\uFF5E'
            ? char.ToLowerInvariant((char)(letter - 0xFEE0)).ToString()
            : Folds.GetValueOrDefault(letter);
}
