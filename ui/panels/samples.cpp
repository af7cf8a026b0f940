#include "ui/panels/samples.h"

#include <QCoreApplication>
#include <QStringList>

namespace mixlens::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Samples", text);
}

/// Lincoln's address at Gettysburg (1863) and the opening of the Declaration of Independence (1776), both in
/// the public domain: longer than any of the embedded models can take.
QString longText()
{
    const QString text = QStringLiteral(
        "Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived "
        "in Liberty, and dedicated to the proposition that all men are created equal. Now we are engaged in "
        "a "
        "great civil war, testing whether that nation, or any nation so conceived and so dedicated, can long "
        "endure. We are met on a great battle-field of that war. We have come to dedicate a portion of that "
        "field, as a final resting place for those who here gave their lives that that nation might live. It "
        "is altogether fitting and proper that we should do this. But, in a larger sense, we can not "
        "dedicate "
        "-- we can not consecrate -- we can not hallow -- this ground. The brave men, living and dead, who "
        "struggled here, have consecrated it, far above our poor power to add or detract. The world will "
        "little note, nor long remember what we say here, but it can never forget what they did here. It is "
        "for us the living, rather, to be dedicated here to the unfinished work which they who fought here "
        "have thus far so nobly advanced. It is rather for us to be here dedicated to the great task "
        "remaining before us -- that from these honored dead we take increased devotion to that cause for "
        "which they gave the last full measure of devotion -- that we here highly resolve that these dead "
        "shall not have died in vain -- that this nation, under God, shall have a new birth of freedom -- "
        "and "
        "that government of the people, by the people, for the people, shall not perish from the earth. "
        "When in the Course of human events, it becomes necessary for one people to dissolve the political "
        "bands which have connected them with another, and to assume among the powers of the earth, the "
        "separate and equal station to which the Laws of Nature and of Nature's God entitle them, a decent "
        "respect to the opinions of mankind requires that they should declare the causes which impel them to "
        "the separation. We hold these truths to be self-evident, that all men are created equal, that they "
        "are endowed by their Creator with certain unalienable Rights, that among these are Life, Liberty "
        "and "
        "the pursuit of Happiness. That to secure these rights, Governments are instituted among Men, "
        "deriving their just powers from the consent of the governed, That whenever any Form of Government "
        "becomes destructive of these ends, it is the Right of the People to alter or to abolish it, and to "
        "institute new Government, laying its foundation on such principles and organizing its powers in "
        "such "
        "form, as to them shall seem most likely to effect their Safety and Happiness. Prudence, indeed, "
        "will "
        "dictate that Governments long established should not be changed for light and transient causes; and "
        "accordingly all experience hath shewn, that mankind are more disposed to suffer, while evils are "
        "sufferable, than to right themselves by abolishing the forms to which they are accustomed. But when "
        "a long train of abuses and usurpations, pursuing invariably the same Object evinces a design to "
        "reduce them under absolute Despotism, it is their right, it is their duty, to throw off such "
        "Government, and to provide new Guards for their future security.");
    return text.split(QLatin1Char(' ')).mid(0, 512).join(QLatin1Char(' '));
}

std::vector<Sample> makeSamples()
{
    return {
        {tr("One word missing"), QStringLiteral("the president of the united [MASK] spoke to congress ."),
         tr("All models can be asked what stands at [MASK].")},
        {tr("Ambiguity"), QStringLiteral("the bank by the river raised its interest [MASK] again ."),
         tr("Which words tell the two meanings of \"bank\" apart?")},
        {tr("Agreement"), QStringLiteral("the keys to the cabinet [MASK] on the table ."),
         tr("The verb agrees with \"keys\", not with the nearer \"cabinet\".")},
        {tr("Long distance"),
         QStringLiteral(
             "the man who came to the house with his two sons and a letter from the king said that "
             "[MASK] was ready ."),
         tr("The missing word depends on one far away.")},
        {tr("Repetition, period 3"),
         QStringLiteral(
             "one two three one two three one two three one two three one two three one two three"),
         tr("Its spectrum is a comb: look at the period of 3 tokens in Spectrum.")},
        {tr("Palindrome"), QStringLiteral("men saw one war and one saw men"),
         tr("The same forwards and backwards: two Fourier transforms reverse a sentence.")},
        {tr("One token"), QStringLiteral("time"), tr("The shortest sentence, between [CLS] and [SEP].")},
        {tr("Empty"), QString(), tr("What the window says when there is nothing to mix.")},
        {tr("512 words"), longText(), tr("Longer than the embedded models can take; the rest is dropped.")},
    };
}

} // namespace

const std::vector<Sample>& samples()
{
    static const std::vector<Sample> all = makeSamples();
    return all;
}

} // namespace mixlens::ui
