package io.setpoint.console.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.Role;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.TransitionRefusedException;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A command that somebody may give now, or why not.
 *
 * @param word the word for it
 * @param label what the button says
 * @param explanation what will happen
 * @param grave whether it takes something away from instances, and needs a reason
 * @param version the version that everybody has then, {@code null} if the command names
 * none
 * @param refusal why it cannot be given, {@code null} if it can
 */
record Action(String word, String label, String explanation, boolean grave, @Nullable String version,
		@Nullable String refusal) {

	private static final Map<String, Supplier<Command.Steering>> COMMANDS = Map.of("approve", Command.Approve::new,
			"pause", Command.Pause::new, "resume", Command.Resume::new, "promote", Command.Promote::new, "abort",
			Command.Abort::new, "rollback", () -> new Command.Rollback(null));

	/**
	 * Return the command of a word.
	 * @param word the word
	 * @return the command, {@code null} if there is none that is given like this
	 */
	static Command.@Nullable Steering command(String word) {
		Supplier<Command.Steering> command = COMMANDS.get(word);
		return (command != null) ? command.get() : null;
	}

	/**
	 * Return whether a command is meant whatever has become of the rollout meanwhile.
	 * @param word the word for it
	 * @return whether it stops something
	 */
	static boolean isGrave(String word) {
		return word.equals("abort") || word.equals("rollback");
	}

	static Role role(String word) {
		return word.equals("approve") ? Role.APPROVER : Role.OPERATOR;
	}

	/**
	 * Return a command as somebody may give it to a state.
	 * @param word the word for it
	 * @param label what the button says
	 * @param explanation what will happen
	 * @param scene what it depends on
	 * @return the command
	 */
	static Action of(String word, String label, String explanation, Scene scene) {
		return new Action(word, label, explanation, isGrave(word), null, scene.refusal(word));
	}

	/**
	 * Return the commands that end a rollout or take it back.
	 * @param state where the configuration is
	 * @param scene what they depend on
	 * @return both
	 */
	static List<Action> endings(RolloutState state, Scene scene) {
		String stable = (state.stable() != null) ? state.stable() : "no version";
		String version = state.phase().isActive() ? state.stable() : state.previous();
		String back = state.phase().isActive() ? stable : (version != null) ? version : "the version before";
		String bad = state.phase().isActive() ? " again, because " + state.candidate() + " is bad." : " again.";
		return List.of(
				Action.of("abort", "Abort",
						"The rollout ends and everybody has " + stable + ", because the plan has changed.", scene),
				back((state.phase().isActive() || version == null) ? "Roll back" : "Roll back to " + version,
						back + bad, version, scene));
	}

	/**
	 * Return the command that gives everybody a version again.
	 * @param version the version
	 * @param scene what it depends on
	 * @return the command
	 */
	static Action back(String version, Scene scene) {
		return back("Roll back to " + version, version + " again.", version, scene);
	}

	private static Action back(String label, String back, @Nullable String version, Scene scene) {
		return new Action("rollback", label, "Everybody has " + back, true, version,
				scene.refusal("rollback", new Command.Rollback(version)));
	}

	Action refused(String refusal) {
		return new Action(this.word, this.label, this.explanation, this.grave, this.version, refusal);
	}

	/**
	 * What it depends on whether a command can be given.
	 *
	 * @param configuration the name of the configuration
	 * @param state where the configuration is
	 * @param person who gives it
	 * @param outage why etcd cannot be written to, {@code null} if it can
	 * @param now the time of day
	 */
	record Scene(String configuration, RolloutState state, Rights person, @Nullable StoreException outage,
			Instant now) {

		static Scene of(Configuration configuration, Rights person, @Nullable StoreException outage, Instant now) {
			return new Scene(configuration.name(), configuration.state(), person, outage, now);
		}

		@Nullable String refusal(String word) {
			return refusal(word, command(word));
		}

		@Nullable String refusal(String word, Command.@Nullable Steering command) {
			Role role = role(word);
			if (!this.person.has(role, this.configuration)) {
				return "You need the role '" + role.name().toLowerCase(Locale.ROOT) + "' for '" + this.configuration
						+ "'.";
			}
			if (this.outage != null) {
				return this.outage.getMessage();
			}
			try {
				if (command != null) {
					Transition.of(this.state, command, this.person.name(), this.now, null);
				}
				return null;
			}
			catch (TransitionRefusedException ex) {
				String prefix = "Refused to " + ex.getAction() + ": ";
				String why = String.valueOf(ex.getMessage());
				return why.startsWith(prefix) ? StringUtils.capitalize(why.substring(prefix.length())) : why;
			}
		}

	}

}
