package io.setpoint.console.web;

import io.setpoint.console.access.Rights;
import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.TransitionRefusedException;
import io.setpoint.rollout.UnknownVersionException;
import io.setpoint.store.StoreException;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/**
 * Turns what went wrong into a page with a sentence.
 */
@ControllerAdvice(basePackageClasses = ConsoleErrors.class)
final class ConsoleErrors {

	private final Pages pages;

	ConsoleErrors(Pages pages) {
		this.pages = pages;
	}

	@ExceptionHandler({ NotVisibleException.class, UnknownVersionException.class, NotAllowedException.class,
			RolloutConflictException.class, TransitionRefusedException.class, InvalidRolloutStateException.class,
			IllegalArgumentException.class, InvalidPlanException.class, InvalidVersionException.class,
			StoreException.class })
	ModelAndView refused(RuntimeException failure, Rights person) {
		Refusal refusal = Refusal.of(failure);
		ModelAndView page = this.pages.page("problem", refusal.title(), person)
			.addObject("sentence", refusal.sentence());
		page.setStatus(refusal.status());
		return page;
	}

}
