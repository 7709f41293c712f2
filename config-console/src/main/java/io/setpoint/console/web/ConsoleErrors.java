package io.setpoint.console.web;

import io.setpoint.console.access.Rights;
import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.TransitionRefusedException;
import io.setpoint.rollout.UnknownVersionException;
import io.setpoint.store.AnswerTooLargeException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RequestTooLargeException;
import io.setpoint.store.StoreException;

import org.springframework.http.HttpStatus;
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

	@ExceptionHandler({ NotVisibleException.class, UnknownVersionException.class })
	ModelAndView notFound(RuntimeException failure, Rights person) {
		return page(HttpStatus.NOT_FOUND, "Not found", failure, person);
	}

	@ExceptionHandler(NotAllowedException.class)
	ModelAndView notAllowed(RuntimeException failure, Rights person) {
		return page(HttpStatus.FORBIDDEN, "Not allowed", failure, person);
	}

	@ExceptionHandler({ RolloutConflictException.class, TransitionRefusedException.class,
			InvalidRolloutStateException.class })
	ModelAndView conflict(RuntimeException failure, Rights person) {
		return page(HttpStatus.CONFLICT, "Not done", failure, person);
	}

	@ExceptionHandler({ IllegalArgumentException.class, InvalidPlanException.class, InvalidVersionException.class })
	ModelAndView badRequest(RuntimeException failure, Rights person) {
		return page(HttpStatus.BAD_REQUEST, "Not taken", failure, person);
	}

	@ExceptionHandler(StoreException.class)
	ModelAndView unavailable(StoreException failure, Rights person) {
		return page(HttpStatus.SERVICE_UNAVAILABLE, title(failure), failure, person);
	}

	private static String title(StoreException failure) {
		if (failure instanceof PermissionDeniedException) {
			return "etcd does not allow it";
		}
		return (failure instanceof RequestTooLargeException || failure instanceof AnswerTooLargeException)
				? "Too large for etcd" : "etcd cannot be reached";
	}

	private ModelAndView page(HttpStatus status, String title, RuntimeException failure, Rights person) {
		ModelAndView page = this.pages.page("problem", title, person)
			.addObject("sentence", String.valueOf(failure.getMessage()));
		page.setStatus(status);
		return page;
	}

}
