package io.setpoint.console.web;

import io.setpoint.console.access.Rights;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where one signs in.
 */
@Controller
final class LoginController {

	private final Pages pages;

	private final SignIn signIn;

	LoginController(Pages pages, SignIn signIn) {
		this.pages = pages;
		this.signIn = signIn;
	}

	@GetMapping(Links.OWN + "/login")
	ModelAndView login(@RequestParam(required = false) String error, @RequestParam(required = false) String logout,
			@RequestParam(required = false) String refused, @RequestParam(required = false) String left,
			Rights person) {
		String notice = (error != null) ? "No user has this name and this password."
				: (refused != null) ? "The identity provider has not let you in; the console's log says why."
						: (logout != null) ? "You have signed out."
								: (left != null) ? "This page had been open for too long: sign in once more." : "";
		return this.pages.page("login", "Sign in", person)
			.addObject("said", notice)
			.addObject("failed", error != null || refused != null)
			.addObject("signIn", this.signIn);
	}

}
