package io.setpoint.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.PropertySource;

/**
 * Which locations a property source has its answers from. Found out by asking for a
 * property that nobody has: a location that is reached by the question notes itself. So
 * it does not matter by which classes, nor over how many steps, a source delegates.
 *
 * @param locations the locations that were reached
 * @param cached whether the source keeps the first answer that it was given
 * @since 0.1.0
 */
public record Delegation(List<LocationPropertySource> locations, boolean cached) {

	/**
	 * No name that Boot's binder would look for, because it has capitals: an environment
	 * that is asked goes to its sources itself.
	 */
	static final String QUESTION = "setpoint.whoAnswersThis.";

	private static final ThreadLocal<@Nullable Question> asked = new ThreadLocal<>();

	private static long questions;

	/**
	 * Find out which locations a source delegates to.
	 * @param source the source, which is no location itself
	 * @return the delegation, without locations if it delegates to none
	 */
	public static Delegation of(PropertySource<?> source) {
		String name = QUESTION + nextNumber();
		Question first = ask(source, name, "one");
		if (first.reached.isEmpty()) {
			return new Delegation(List.of(), false);
		}
		Question second = ask(source, name, "two");
		boolean cached = second.reached.isEmpty() || (first.answer != null && first.answer.equals(second.answer));
		return new Delegation(new ArrayList<>(first.reached), cached);
	}

	private static synchronized long nextNumber() {
		return questions++;
	}

	private static Question ask(PropertySource<?> source, String name, String answer) {
		Question question = new Question(name, answer);
		asked.set(question);
		try {
			question.answer = source.getProperty(name);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			question.answer = null;
		}
		finally {
			asked.remove();
		}
		return question;
	}

	/**
	 * Answer for a location, if it is a question.
	 * @param location the location
	 * @param name the name of the property
	 * @return the answer, {@code null} if nobody asks for it
	 */
	static @Nullable Object answer(LocationPropertySource location, String name) {
		Question question = asked.get();
		if (question == null || !question.name.equals(name)) {
			return null;
		}
		question.reached.add(location);
		return question.text;
	}

	/**
	 * Return the name that is being asked for.
	 * @return the name, {@code null} if nobody asks on this thread
	 */
	static @Nullable String question() {
		Question question = asked.get();
		return (question != null) ? question.name : null;
	}

	private static final class Question {

		private final String name;

		private final String text;

		private final Set<LocationPropertySource> reached = Collections.newSetFromMap(new IdentityHashMap<>());

		private @Nullable Object answer;

		private Question(String name, String text) {
			this.name = name;
			this.text = text;
		}

	}

}
