//! Why a reply that came to its end holds no picture: the server's reason → code, hint, and what it says of a charge.

use super::billed::Evidence;
use crate::error::Code;
use crate::wire::words::{Block, Finish};

/// What a reason comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The prompt was refused; what to do.
    Prompt(&'static str),
    /// The picture was refused; what to do.
    Picture(&'static str),
    /// There is none; what to do.
    Without(&'static str),
    /// There is none, and the server does not say why.
    Silent,
    /// It ended as it should.
    Stopped,
}

impl Why {
    /// What a program branches on.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Prompt(_) => Code::PromptBlocked,
            Self::Picture(_) => Code::ImageBlocked,
            Self::Without(_) | Self::Silent | Self::Stopped => Code::NoImage,
        }
    }

    /// What the message begins with.
    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::Prompt(_) => "the prompt was blocked",
            Self::Picture(_) => "the picture was blocked",
            Self::Without(_) | Self::Silent | Self::Stopped => "the reply holds no picture",
        }
    }

    pub(super) const fn evidence(self, waiting: bool) -> Evidence {
        match self {
            Self::Prompt(_) => Evidence::PromptBlocked,
            Self::Picture(_) => Evidence::PictureBlocked,
            Self::Without(_) | Self::Silent => Evidence::Pictureless { waiting: false },
            Self::Stopped => Evidence::Pictureless { waiting },
        }
    }

    /// Whether it is a refusal, which even a draft loses to.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        match self {
            Self::Prompt(_) | Self::Picture(_) => true,
            Self::Without(_) | Self::Silent | Self::Stopped => false,
        }
    }
}

/// `promptFeedback.blockReason`.
#[must_use]
pub const fn blocked(reason: Block) -> Why {
    Why::Prompt(match reason {
        Block::Blocklist => "the prompt holds a forbidden term: say it in other words",
        Block::ProhibitedContent => "the prompt asks for what is prohibited and no setting allows",
        Block::ImageSafety => "a reference image or what the prompt asks for is not safe: change the one or the other",
        Block::Other => "refused without a reason; often a reference image: another picture or model may pass",
        Block::Safety | Block::ModelArmor | Block::Jailbreak => {
            "the safety filter refused the prompt: say it in other words"
        }
        Block::Unknown => "the server refused the prompt: say it in other words, or use another reference image",
    })
}

/// `candidates[].finishReason`.
#[must_use]
pub const fn finished(reason: Finish) -> Why {
    match reason {
        Finish::Stop => Why::Stopped,
        Finish::ImageSafety | Finish::ImageProhibitedContent => {
            Why::Picture("the picture was made and then refused by the safety filter: ask for something milder")
        }
        Finish::Safety | Finish::ProhibitedContent => {
            Why::Picture("the safety filter refused what the model was about to answer: ask for something milder")
        }
        Finish::Recitation | Finish::ImageRecitation => {
            Why::Picture("the picture came too close to an existing work: ask for something of its own")
        }
        Finish::Blocklist | Finish::Spii => {
            Why::Picture("a forbidden term or personal data was found: leave it out of the prompt")
        }
        Finish::ModelArmor => Why::Picture(
            "Model Armor, a filter of the server's Google Cloud project, refused it: say the prompt in other words",
        ),
        Finish::MaxTokens => Why::Without(
            "the output limit was reached before the picture: raise `maxOutputTokens` in `extraBody`'s \
             `generationConfig`, or ask for less text",
        ),
        Finish::Language => Why::Without("the model does not take this language: write the prompt in another"),
        Finish::NoImage => {
            Why::Without("the model made no picture; try again, and end the prompt with 'answer with the picture only'")
        }
        Finish::MalformedFunctionCall => Why::Without(
            "the model called a tool in a way that nobody understood; try again, or leave out `search` and the tools \
             in `extraBody`",
        ),
        Finish::UnexpectedToolCall => Why::Without(
            "the model called a tool that it was not given; try again, or leave the tools out of `extraBody`",
        ),
        Finish::TooManyToolCalls => Why::Without(
            "the model called tools and came to no picture: leave out `search` and the tools in `extraBody`, or ask \
             for less",
        ),
        Finish::MissingThoughtSignature => Why::Without(
            "the conversation has lost a thought signature on its way: begin a new one, with the last picture in \
             `images`",
        ),
        Finish::MalformedResponse => Why::Without("the model's answer was damaged where it was made; try again"),
        Finish::Escalation => Why::Without(
            "the server stopped the model and does not say why: say the prompt in other words, or try another model",
        ),
        Finish::PupLimitedDisabled => Why::Without(
            "Google has limited the account under its Prohibited Use Policy: look at the account, other prompts will \
             not help",
        ),
        Finish::Continuation => Why::Without(
            "the model was writing a text too long for one answer: ask plainly for a picture, or try another model",
        ),
        Finish::Other | Finish::ImageOther | Finish::Unknown => Why::Silent,
    }
}
